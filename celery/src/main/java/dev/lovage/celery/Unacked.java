// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import org.jspecify.annotations.Nullable;

/// A delivery that nobody has acknowledged yet: a value of kombu's hash `unacked`, which is the
/// JSON array `[message, exchange, routing_key]`.
public record Unacked(CeleryMessage message, String exchange, String routingKey) {

  /// Reads a value of the hash.
  ///
  /// @return null if it is not such an array, or its message can't be read
  public static @Nullable Unacked read(byte[] value) {
    var json = KombuJson.read(value);
    if (json == null || !json.isArray() || json.size() != 3) {
      return null;
    }
    return KombuEnvelope.read(json.get(0)) instanceof CeleryMessage message
        ? new Unacked(message, json.get(1).asString(""), json.get(2).asString(""))
        : null;
  }

  /// Writes a value of the hash.
  public byte[] write() {
    return KombuJson.bytes(
        KombuJson.array().add(KombuEnvelope.json(message)).add(exchange).add(routingKey));
  }
}
