// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskWireTest {

  private static final Instant NOW = Instant.parse("2026-11-23T04:00:00Z");

  @Test
  void protocol1IsReadAndWritten() {
    var task = Captures.tasks("redis-task-protocol-v1").getFirst();
    assertThat(task.task()).isEqualTo("demo.add");
    assertThat(task.argsRepr()).isEqualTo("(2, 3)");
    assertThat(KombuJson.read(task.writeProtocol1(NOW).body()))
        .isEqualTo(Captures.json("redis-task-protocol-v1").at("/messages/0/decoded_body"));
  }

  @Test
  void whatCeleryCallsGzipIsRead() {
    assertThat(Captures.tasks("redis-task-gzip").getFirst().argsRepr()).isEqualTo("(1, 2)");
  }

  @Test
  void aTaskMadeHereHasTheFieldsOfOneFromCelery() {
    var made =
        TaskMessage.of("id-1", "demo.add", Call.of(KombuJson.read("2"), KombuJson.read("3")));
    var element = KombuEnvelope.addressed(made.write(NOW), "", "celery", "tag-1");
    var json = KombuJson.read(KombuEnvelope.write(element));
    var celery = Captures.json("v56-redis-task-simple").at("/messages/0/envelope");
    assertThat(json.propertyNames()).containsExactlyInAnyOrderElementsOf(celery.propertyNames());
    assertThat(json.get("properties").propertyNames())
        .containsExactlyInAnyOrderElementsOf(celery.get("properties").propertyNames());
    // Left out: it would override what the task itself says.
    var headers = new ArrayList<>(celery.get("headers").propertyNames());
    headers.remove("ignore_result");
    assertThat(json.get("headers").propertyNames()).containsExactlyInAnyOrderElementsOf(headers);
  }

  @Test
  void unackedValuesAreReadAndWritten() {
    var value =
        Captures.json("redis-retry-message-in-unacked").at("/unacked/value").values().iterator();
    var text = value.next().asString();
    var unacked = Unacked.read(text.getBytes(UTF_8));
    assertThat(unacked.routingKey()).isEqualTo("celery");
    assertThat(KombuJson.read(unacked.write())).isEqualTo(KombuJson.read(text));
    var again = KombuEnvelope.redelivered(unacked.message());
    assertThat(again.redelivered()).isTrue();
    assertThat(again.headers().path("redelivered").asBoolean()).isTrue();
  }

  @Test
  void timesHaveSixDigits() {
    assertThat(WireTime.write(Instant.parse("2026-01-01T00:00:00Z")))
        .isEqualTo("2026-01-01T00:00:00.000000+00:00");
    assertThat(WireTime.write(Instant.parse("2026-01-01T00:00:00.123456789Z")))
        .isEqualTo("2026-01-01T00:00:00.123456+00:00");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-23T04:18:19.723577+00:00, 2026-11-23T04:18:19.723577Z",
    "2026-11-23T04:18:19Z, 2026-11-23T04:18:19Z",
    "2026-11-23T06:18:19+02:00, 2026-11-23T04:18:19Z",
    "2026-11-23T06:18:19+0200, 2026-11-23T04:18:19Z",
    "2026-11-23T04:18, 2026-11-23T04:18:00Z",
    "2026-11-23 04:18:19, 2026-11-23T04:18:19Z",
    "2026-11-23T04:18:19.123456789Z, 2026-11-23T04:18:19.123456789Z",
    "2026-11-23, 2026-11-23T00:00:00Z",
  })
  void everyFormOfATimeIsRead(String text, Instant time) {
    assertThat(WireTime.read(text)).isEqualTo(time);
  }

  @Test
  void bigIntegersAndTokensThatAreNoJson() {
    var json = KombuJson.read("[1180591620717411303424, NaN, -Infinity, \"\\ud83d\\ude00\"]");
    assertThat(KombuJson.text(json))
        .isEqualTo("[1180591620717411303424,\"NaN\",\"-Infinity\",\"\\uD83D\\uDE00\"]");
  }

  @Test
  void reprsReadAsPythonPrintsThem() {
    var value = KombuJson.read("[\"it's\",\"a\\n\",null,true,1.0,{\"k\":[]}]");
    assertThat(PythonRepr.of(value)).isEqualTo("[\"it's\", 'a\\n', None, True, 1.0, {'k': []}]");
    assertThat(PythonRepr.args(List.of())).isEqualTo("()");
    assertThat(PythonRepr.of(KombuJson.text("x".repeat(5_000)))).hasSize(1024).endsWith("...");
  }
}
