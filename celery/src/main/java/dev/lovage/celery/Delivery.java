// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import org.jspecify.annotations.Nullable;

/// What a task takes from, or gives to, the properties of its message.
///
/// @param priority on Redis 0 is served first, on RabbitMQ last
/// @param replyTo the queue for results of the RPC backend; empty for none
/// @param exchange where the message was sent; empty for the anonymous exchange
/// @param routingKey the queue, on the anonymous exchange
/// @param redelivered null if nothing is said of it
public record Delivery(
    @Nullable Integer priority,
    String replyTo,
    String exchange,
    String routingKey,
    @Nullable Boolean redelivered) {

  public static final Delivery NONE = new Delivery(null, "", "", "", null);
}
