// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// What real Celery sent and stored, versions 5.2.6 and (files named v56-) 5.6.3.
final class Captures {

  private Captures() {}

  static Stream<Path> files() {
    try {
      return Files.list(Path.of(Captures.class.getResource("captures").toURI())).sorted();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static JsonNode json(String name) {
    return json(files().filter(f -> f.endsWith(name + ".json")).findFirst().orElseThrow());
  }

  static JsonNode json(Path file) {
    try {
      return KombuJson.read(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Every object in a capture that looks like an envelope, also those kept as text.
  static List<JsonNode> envelopes(JsonNode json) {
    var found = new ArrayList<JsonNode>();
    walk(
        json,
        node -> node.has("properties") && (node.has("body") || node.has("decoded_body")),
        found);
    return found.stream().map(Captures::envelope).toList();
  }

  /// What was captured on RabbitMQ has no envelope: it is put into one.
  private static JsonNode envelope(JsonNode json) {
    if (json.path("body").isString()) {
      return json;
    }
    var given = json.get("properties");
    if (json.has("decoded_body")) { // of a trace, which shows the body decoded
      var traced = KombuJson.object().put("body", KombuJson.text(json.get("decoded_body")));
      traced.set("content-type", KombuJson.text("application/json"));
      traced.set("headers", json.get(json.has("headers") ? "headers" : "envelope_headers"));
      var plain = KombuJson.object(KombuJson.map(given));
      plain.remove("body_encoding");
      traced.set("properties", plain);
      return traced;
    }
    var properties = KombuJson.object(KombuJson.map(given));
    properties.remove(List.of("headers", "content_type", "content_encoding"));
    properties
        .putObject("delivery_info")
        .put("exchange", json.path("exchange").asString(""))
        .put("routing_key", json.path("routing_key").asString(""));
    var envelope = KombuJson.object().put("body", KombuJson.text(json.get("body")));
    envelope.set("content-type", given.get("content_type"));
    envelope.set("content-encoding", given.get("content_encoding"));
    envelope.set("headers", given.get("headers"));
    envelope.set("properties", properties);
    return envelope;
  }

  /// Every object in a capture that looks like the result of a task.
  static List<JsonNode> results(JsonNode json) {
    var found = new ArrayList<JsonNode>();
    walk(json, node -> node.has("status") && node.has("task_id") && node.has("traceback"), found);
    return found;
  }

  private static void walk(JsonNode node, Predicate<JsonNode> wanted, List<JsonNode> found) {
    if (wanted.test(node)) {
      found.add(node);
      return;
    }
    if (node.isString() && node.stringValue().startsWith("{")
        || node.isString() && node.stringValue().startsWith("[{")) {
      var inner = KombuJson.read(node.stringValue());
      if (inner != null) {
        walk(inner, wanted, found);
      }
    }
    node.values().forEach(child -> walk(child, wanted, found));
  }

  /// The tasks in a capture, in the order they were sent.
  static List<TaskMessage> tasks(String name) {
    return envelopes(json(name)).stream()
        .map(KombuEnvelope::read)
        .map(CeleryMessage.class::cast)
        .map(TaskMessage::read)
        .map(TaskMessage.class::cast)
        .toList();
  }
}
