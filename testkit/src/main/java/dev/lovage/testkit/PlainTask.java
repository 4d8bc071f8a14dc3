// SPDX-License-Identifier: Apache-2.0
package dev.lovage.testkit;

import dev.lovage.spi.Delivery;
import dev.lovage.spi.Incoming;
import dev.lovage.spi.JsonCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A task in [PlainProtocol].
record PlainTask(Delivery delivery) implements Incoming {

  private JsonNode header(String name) {
    return delivery.message().headers().path(name);
  }

  @Override
  public String id() {
    return header("id").stringValue();
  }

  @Override
  public String type() {
    return header("type").stringValue();
  }

  @Override
  public int attempt() {
    return header("attempt").asInt(1);
  }

  @Override
  public @Nullable Instant dueAt() {
    return instant("due");
  }

  @Override
  public @Nullable Instant expiresAt() {
    return instant("expires");
  }

  @Override
  public @Nullable Duration timeLimit() {
    return header("timeLimit").isString()
        ? Duration.parse(header("timeLimit").stringValue())
        : null;
  }

  @Override
  public @Nullable String retry() {
    return header("retry").isString() ? header("retry").stringValue() : null;
  }

  /// The group whose part it is, or null.
  @Nullable String group() {
    return header("group").isString() ? header("group").stringValue() : null;
  }

  /// The types of the tasks that are to follow, each with the result of the one before.
  List<String> then() {
    return header("then").valueStream().map(JsonNode::stringValue).toList();
  }

  @Override
  public String argument(Class<?> type) {
    var json = new String(delivery.message().body(), StandardCharsets.UTF_8);
    var _ = JsonCodec.decode("argument", json, type);
    return json;
  }

  private @Nullable Instant instant(String name) {
    return header(name).isString() ? Instant.parse(header(name).stringValue()) : null;
  }
}
