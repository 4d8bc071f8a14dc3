// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A message as kombu keeps it in a Redis list or publishes it: one JSON object with the body in
/// base64. Headers and properties that are not known here travel on.
public final class KombuEnvelope {

  private static final String BASE64 = "base64";

  private KombuEnvelope() {}

  /// Reads an element of a list, or what was published on a channel. Missing properties, headers or
  /// tags are no fault here, though Celery's workers die of them.
  public static ReadMessage read(byte[] element) {
    var json = KombuJson.read(element);
    return json == null ? new Refused("message: is not JSON") : read(json);
  }

  static ReadMessage read(JsonNode json) {
    if (!json.isObject()) {
      return new Refused("message: must be a JSON object");
    }
    var headers = json.path("headers");
    var properties = json.path("properties");
    if (!isObjectOrNothing(headers) || !isObjectOrNothing(properties)) {
      return new Refused("headers and properties: must be JSON objects");
    }
    var body = body(json.path("body"), properties);
    if (body == null) {
      return new Refused("body: must be a text, in base64 where body_encoding says so");
    }
    return new CeleryMessage(
        headers.isObject() ? headers : KombuJson.object(),
        properties.isObject() ? properties : KombuJson.object(),
        KombuJson.string(json, "content-type"),
        KombuJson.string(json, "content-encoding"),
        body);
  }

  private static boolean isObjectOrNothing(JsonNode node) {
    return node.isObject() || node.isNull() || node.isMissingNode();
  }

  private static byte @Nullable [] body(JsonNode body, JsonNode properties) {
    if (!body.isString()) {
      return null;
    }
    if (!BASE64.equals(KombuJson.string(properties, "body_encoding"))) {
      return body.stringValue().getBytes(UTF_8);
    }
    var text = body.stringValue();
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return lenient(text);
    }
  }

  /// Python breaks long base64 into lines in some versions, and skips what it does not know.
  private static byte @Nullable [] lenient(String text) {
    try {
      return Base64.getMimeDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /// Writes an element of a list. The message must be addressed: see [#addressed].
  public static byte[] write(CeleryMessage message) {
    return KombuJson.bytes(json(message));
  }

  static ObjectNode json(CeleryMessage message) {
    var plain = !BASE64.equals(KombuJson.string(message.properties(), "body_encoding"));
    var json = KombuJson.object();
    json.put(
        "body",
        plain
            ? new String(message.body(), UTF_8)
            : Base64.getEncoder().encodeToString(message.body()));
    if (message.contentEncoding() != null) {
      json.put("content-encoding", message.contentEncoding());
    }
    if (message.contentType() != null) {
      json.put("content-type", message.contentType());
    }
    json.set("headers", message.headers());
    json.set("properties", message.properties());
    return json;
  }

  /// The message with what only Redis wants: where it goes, the tag of its delivery, and base64.
  ///
  /// @param exchange empty for a queue, which the routing key then names
  /// @param deliveryTag unique, normally a UUID; a peer keeps the unacknowledged message under it
  public static CeleryMessage addressed(
      CeleryMessage message, String exchange, String routingKey, String deliveryTag) {
    var properties = KombuJson.object(KombuJson.map(message.properties()));
    if (!properties.has("delivery_mode")) {
      properties.put("delivery_mode", 2);
    }
    properties.putObject("delivery_info").put("exchange", exchange).put("routing_key", routingKey);
    if (!properties.has("priority")) {
      properties.put("priority", 0);
    }
    properties.put("body_encoding", BASE64);
    properties.put("delivery_tag", deliveryTag);
    return new CeleryMessage(
        message.headers(),
        properties,
        message.contentType(),
        message.contentEncoding(),
        message.body());
  }

  /// The message marked as delivered before, as kombu marks what it restores.
  public static CeleryMessage redelivered(CeleryMessage message) {
    var headers = KombuJson.object(KombuJson.map(message.headers()));
    headers.put("redelivered", true);
    var properties = KombuJson.object(KombuJson.map(message.properties()));
    var info = KombuJson.object(KombuJson.map(properties.path("delivery_info")));
    info.put("redelivered", true);
    properties.set("delivery_info", info);
    return new CeleryMessage(
        headers, properties, message.contentType(), message.contentEncoding(), message.body());
  }
}
