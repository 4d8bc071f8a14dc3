// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Whatever a peer sends: it is read or refused, and nothing is thrown.
class HostileInputTest {

  private static final int ROUNDS = 3_000;

  @Test
  void anythingIsReadOrRefused() {
    var seed = 20261125L;
    var random = new Random(seed);
    var samples = new ArrayList<JsonNode>();
    Captures.files().forEach(file -> samples.addAll(Captures.envelopes(Captures.json(file))));
    for (int i = 0; i < ROUNDS; i++) {
      var json = samples.get(random.nextInt(samples.size())).deepCopy();
      spoil(json, random);
      readAll(KombuJson.bytes(json));
      var body = KombuJson.read(new String(bodyOf(json), UTF_8));
      if (body != null && body.isContainer()) {
        spoil(body, random);
        readAll(KombuJson.bytes(envelope(json, body)));
      }
      var bytes = KombuJson.bytes(json);
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      readAll(bytes);
    }
  }

  private static byte[] bodyOf(JsonNode json) {
    return KombuEnvelope.read(json) instanceof CeleryMessage message
        ? message.body()
        : new byte[] {'1'};
  }

  private static JsonNode envelope(JsonNode json, JsonNode body) {
    var changed = (ObjectNode) json.deepCopy();
    changed.put("body", KombuJson.text(body));
    changed.set("properties", KombuJson.object().put("priority", 3));
    return changed;
  }

  private static void readAll(byte[] element) {
    if (!(KombuEnvelope.read(element) instanceof CeleryMessage message)) {
      return;
    }
    switch (TaskMessage.read(message)) {
      case TaskMessage task -> {
        assertThat(task.argsRepr()).isNotNull();
        TaskMessage.read(task.write(Instant.EPOCH));
        Builtins.mapped(task);
      }
      case Refused refused -> assertThat(refused.reason()).contains(":");
    }
    CeleryEvent.read(message);
    var request = ControlRequest.read(message);
    if (request != null) {
      ControlCommand.of(request);
      request.isFor("celery@here");
    }
    ControlReply.read(message);
    TaskMeta.read(message.body());
    Unacked.read(message.body());
    ChordPart.Ended.read(message.body());
    ChordPart.readGroup(message.body());
  }

  /// Changes one thing somewhere.
  private static void spoil(JsonNode root, Random random) {
    var containers = new ArrayList<JsonNode>();
    collect(root, containers);
    if (containers.isEmpty()) {
      return;
    }
    switch (containers.get(random.nextInt(containers.size()))) {
      case ObjectNode object when !object.isEmpty() -> {
        var names = new ArrayList<>(object.propertyNames());
        var name = names.get(random.nextInt(names.size()));
        if (random.nextInt(3) == 0) {
          object.remove(name);
        } else {
          object.set(name, junk(random));
        }
      }
      case ArrayNode array when !array.isEmpty() && random.nextBoolean() ->
          array.set(random.nextInt(array.size()), junk(random));
      case ArrayNode array -> array.add(junk(random));
      default -> {}
    }
  }

  private static void collect(JsonNode node, List<JsonNode> containers) {
    if (node.isContainer()) {
      containers.add(node);
      node.values().forEach(child -> collect(child, containers));
    }
  }

  private static JsonNode junk(Random random) {
    var all =
        List.of(
            "null",
            "[]",
            "{}",
            "\"\"",
            "-1",
            "1e400",
            "NaN",
            "true",
            "\"x\"",
            "[null]",
            "123456789012345678901234567890",
            "{\"task\":1}",
            "[[[]]]",
            "0.5",
            "\"\\ud800\"",
            "{\"__type__\":\"uuid\",\"__value__\":{\"hex\":\"zz\"}}",
            "\"application/x-gzip\"");
    return KombuJson.read(all.get(random.nextInt(all.size())));
  }

  @Test
  void noBytesAreTooOdd() {
    var random = new Random(7);
    for (int i = 0; i < ROUNDS; i++) {
      var bytes = new byte[random.nextInt(60)];
      random.nextBytes(bytes);
      readAll(bytes);
    }
    readAll("[".repeat(100_000).getBytes(UTF_8));
    readAll(("{\"body\":\"" + "x".repeat(10) + "\"").getBytes(UTF_8));
  }
}
