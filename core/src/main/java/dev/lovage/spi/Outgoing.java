// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import org.jspecify.annotations.Nullable;

/// A message to send.
///
/// @param urgency from 0 to 9, higher first, to be translated into the broker's own numbers; null
///   to keep the priority that the message has
public record Outgoing(String queue, Message message, @Nullable Integer urgency) {

  /// With the priority that the message has.
  public Outgoing(String queue, Message message) {
    this(queue, message, null);
  }
}
