// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import java.util.List;

/// What follows from the end of an attempt, to be done in this order and before the message is
/// acknowledged.
///
/// @param groups whose parts are among the messages
public record Ending(
    List<StoredResult> results,
    List<GroupSize> groups,
    List<GroupPart> parts,
    List<Outgoing> messages) {

  private static final Ending NOTHING = of(List.of());

  public Ending {
    results = List.copyOf(results);
    groups = List.copyOf(groups);
    parts = List.copyOf(parts);
    messages = List.copyOf(messages);
  }

  /// A result alone.
  public static Ending of(StoredResult result) {
    return of(List.of(result));
  }

  /// Results alone.
  public static Ending of(List<StoredResult> results) {
    return new Ending(results, List.of(), List.of(), List.of());
  }

  public static Ending nothing() {
    return NOTHING;
  }
}
