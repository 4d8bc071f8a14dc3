// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Every captured message, result, event and control message is read, and written as it was.
class GoldenTest {

  static Stream<Path> captures() {
    return Captures.files();
  }

  @ParameterizedTest
  @MethodSource("captures")
  void envelopesTravelUnchanged(Path file) {
    for (var json : Captures.envelopes(Captures.json(file))) {
      var message = (CeleryMessage) KombuEnvelope.read(json);
      assertThat(KombuJson.read(KombuEnvelope.write(message))).isEqualTo(json);
    }
  }

  @ParameterizedTest
  @MethodSource("captures")
  void tasksAreReadAndWrittenAsTheyWere(Path file) {
    for (var json : Captures.envelopes(Captures.json(file))) {
      var message = (CeleryMessage) KombuEnvelope.read(json);
      if (!message.headers().has("task")) {
        continue;
      }
      var task = (TaskMessage) TaskMessage.read(message);
      var written = task.write(Instant.EPOCH);
      var headers = KombuJson.read(KombuJson.bytes(written.headers()));
      for (var header : message.headers().properties()) {
        if (Set.of("lang", "redelivered", "compression").contains(header.getKey())) {
          continue;
        }
        var actual = headers.get(header.getKey());
        boolean isTime = Set.of("eta", "expires").contains(header.getKey());
        if (isTime && header.getValue().isString()) { // Celery leaves out what is zero
          assertThat(WireTime.read(actual.asString()))
              .isEqualTo(WireTime.read(header.getValue().asString()));
        } else {
          assertThat(actual).as(header.getKey()).isEqualTo(header.getValue());
        }
      }
      if (!message.headers().has("compression")) {
        assertThat(emptied(KombuJson.read(written.body())))
            .isEqualTo(emptied(KombuJson.read(message.body())));
      }
      assertThat(TaskMessage.read(written)).isInstanceOf(TaskMessage.class);
    }
  }

  /// Celery writes an empty chain as null or as [], and means the same.
  private static JsonNode emptied(JsonNode body) {
    return KombuJson.read(KombuJson.text(body).replace("\"chain\":[]", "\"chain\":null"));
  }

  @ParameterizedTest
  @MethodSource("captures")
  void resultsAreReadAndWrittenAsTheyWere(Path file) {
    for (var json : Captures.results(Captures.json(file))) {
      var meta = TaskMeta.read(KombuJson.bytes(json));
      var written = (ObjectNode) KombuJson.read(meta.write());
      var expected = (ObjectNode) json.deepCopy();
      assertThat(written.has("date_done")).isTrue();
      if (meta.dateDone() != null) {
        assertThat(WireTime.read(json.get("date_done").asString())).isEqualTo(meta.dateDone());
      }
      written.remove("date_done");
      expected.remove("date_done");
      assertThat(written).isEqualTo(expected);
      if (States.isException(meta.status())) {
        assertThat(meta.error()).isNotNull();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("captures")
  void eventsAndControlAreReadAndWrittenAsTheyWere(Path file) {
    for (var json : Captures.envelopes(Captures.json(file))) {
      var message = (CeleryMessage) KombuEnvelope.read(json);
      var body = KombuJson.read(message.body());
      if (message.exchange().equals(CeleryEvent.EXCHANGE)) {
        var events = CeleryEvent.read(message);
        assertThat(events).isNotEmpty();
        var written = body.isArray() ? CeleryEvent.writeAll(events) : events.getFirst().write();
        assertThat(KombuJson.read(written.body())).isEqualTo(body);
        assertThat(written.headers()).isEqualTo(message.headers());
      } else if (message.exchange().equals(ControlRequest.EXCHANGE)) {
        requestAsItWas(message, body);
      } else if (message.exchange().equals(ControlRequest.REPLY_EXCHANGE)) {
        var reply = ControlReply.read(message);
        assertThat(KombuJson.object(Map.of(reply.node(), reply.body()))).isEqualTo(body);
        assertThat(ControlReply.ticket(message)).isNotEmpty();
      }
    }
  }

  private static void requestAsItWas(CeleryMessage message, JsonNode body) {
    var request = ControlRequest.read(message);
    assertThat(KombuJson.read(request.write(0, 1).body())).isEqualTo(body);
    var command = ControlCommand.of(request);
    if (request.method().equals("election")) {
      return;
    }
    if (command instanceof ControlCommand.Unknown || command instanceof ControlCommand.Malformed) {
      assertThat(List.of("no_such", "no_such_command", "query_task", request.method()))
          .contains(request.method());
      return;
    }
    assertThat(ControlCommand.of(command.request())).isEqualTo(command);
  }
}
