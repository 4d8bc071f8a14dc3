// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import java.util.List;

/// What a protocol made of a delivery.
public sealed interface Reading {

  record Understood(Incoming task) implements Reading {}

  /// Nobody can run this.
  ///
  /// @param results to keep for who waits, if at least the id could be read
  record Unreadable(String reason, List<StoredResult> results) implements Reading {
    public Unreadable {
      results = List.copyOf(results);
    }
  }
}
