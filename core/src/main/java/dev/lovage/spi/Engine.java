// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

/// An open store: its parts, which share one database and one clock.
public interface Engine extends AutoCloseable {

  TaskStore tasks();

  TaskQueries queries();

  ValueStore values();

  Signals signals();

  /// Returns if the store can be read.
  ///
  /// @throws dev.lovage.LovageException with `UNAVAILABLE` or `BROKEN` if it can't
  void check();

  /// Durable writes that were accepted are finished first. Closing twice does nothing.
  @Override
  void close();
}
