// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What one node answers to a command.
public record ControlReply(String node, JsonNode body) {

  /// An answer that went well: `{"ok": …}`.
  public static ObjectNode ok(String text) {
    return KombuJson.object().put("ok", text);
  }

  /// A refusal: `{"error": …}`.
  public static ObjectNode error(String text) {
    return KombuJson.object().put("error", text);
  }

  /// A command that is not known here, in Celery's words.
  public static ObjectNode unknown(String method) {
    return error("KeyError(" + PythonRepr.of(KombuJson.text(method)) + ")");
  }

  /// Of a message to [ControlRequest.ReplyTo#exchange].
  public CeleryMessage write(ControlRequest.ReplyTo to, long clock) {
    var reply = KombuJson.object();
    reply.set(node, body);
    return CeleryMessage.json(
        KombuJson.object().put("ticket", to.ticket()).put("clock", clock),
        KombuJson.object().put("delivery_mode", 1).put("priority", 0),
        reply);
  }

  /// The ticket of the request that a message answers; null if it has none.
  public static @Nullable String ticket(CeleryMessage message) {
    return KombuJson.string(message.headers(), "ticket");
  }

  /// Reads a reply; null if the message is none.
  public static @Nullable ControlReply read(CeleryMessage message) {
    var json = KombuJson.read(message.body());
    if (json == null || !json.isObject() || json.size() != 1) {
      return null;
    }
    var only = json.properties().iterator().next();
    return new ControlReply(only.getKey(), only.getValue());
  }
}
