// SPDX-License-Identifier: Apache-2.0
package dev.lovage.schedule;

import dev.lovage.spi.DueTickers;
import dev.lovage.spi.Tick;
import java.time.Duration;
import java.util.List;

/// One kind of what ticks.
interface Ticking {

  /// Puts what the program has declared into the store.
  void putDeclared();

  /// Decides what is to be done for those of its kind that are due.
  List<Tick> ticks(DueTickers due);

  /// Looks for what the store does not know, and says when to look again.
  ///
  /// @return the longest time after which it wants to be called again
  Duration look();

  /// Called when a tick could not be carried out and will not be tried again.
  void broken(Tick tick, RuntimeException e);
}
