// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import java.util.List;

/// What follows from the end of an attempt, to be done in this order and before the message is
/// acknowledged.
public record Ending(List<StoredResult> results, List<GroupPart> parts, List<Outgoing> messages) {

  private static final Ending NOTHING = new Ending(List.of(), List.of(), List.of());

  public Ending {
    results = List.copyOf(results);
    parts = List.copyOf(parts);
    messages = List.copyOf(messages);
  }

  /// A result alone.
  public static Ending of(StoredResult result) {
    return new Ending(List.of(result), List.of(), List.of());
  }

  public static Ending nothing() {
    return NOTHING;
  }
}
