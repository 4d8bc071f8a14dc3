// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One message as every transport carries it. On Redis it is a JSON object ([KombuEnvelope]), on
/// RabbitMQ a frame with a table of headers.
///
/// @param headers a JSON object; unknown headers are kept
/// @param properties a JSON object with AMQP's names (`correlation_id`, `priority`, …)
/// @param contentType such as `application/json`; null if the sender left it out
/// @param body must not be changed
@SuppressWarnings("ArrayRecordComponent") // compared by content below
public record CeleryMessage(
    JsonNode headers,
    JsonNode properties,
    @Nullable String contentType,
    @Nullable String contentEncoding,
    byte[] body)
    implements ReadMessage {

  static final String JSON = "application/json";

  /// Of JSON that was written here.
  public static CeleryMessage json(JsonNode headers, JsonNode properties, JsonNode body) {
    return new CeleryMessage(headers, properties, JSON, "utf-8", KombuJson.bytes(body));
  }

  /// Under which Redis keeps the delivery; null if the message has none.
  public @Nullable String deliveryTag() {
    return KombuJson.string(properties, "delivery_tag");
  }

  /// Where it was sent: empty for the anonymous exchange, on which the routing key is the queue.
  public String exchange() {
    var exchange = KombuJson.string(properties.path("delivery_info"), "exchange");
    return exchange == null ? "" : exchange;
  }

  public String routingKey() {
    var key = KombuJson.string(properties.path("delivery_info"), "routing_key");
    return key == null ? "" : key;
  }

  /// As the sender gave it, 0 if it gave none. On Redis 0 is served first, on RabbitMQ last.
  public int priority() {
    var priority = KombuJson.integer(properties, "priority");
    return priority == null ? 0 : priority;
  }

  /// Whether it was delivered before to somebody who did not acknowledge it.
  public boolean redelivered() {
    return properties.path("delivery_info").path("redelivered").asBoolean(false)
        || headers.path("redelivered").asBoolean(false);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CeleryMessage that
        && headers.equals(that.headers)
        && properties.equals(that.properties)
        && Objects.equals(contentType, that.contentType)
        && Objects.equals(contentEncoding, that.contentEncoding)
        && Arrays.equals(body, that.body);
  }

  @Override
  public int hashCode() {
    return Objects.hash(headers, properties, contentType, contentEncoding, Arrays.hashCode(body));
  }

  @Override
  public String toString() {
    return "CeleryMessage[headers=" + headers + ", " + body.length + " bytes]";
  }
}
