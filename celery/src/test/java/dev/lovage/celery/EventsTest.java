// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.celery.CeleryEvent.Source;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.IntNode;

/// Events made here have the fields of those that Celery sent.
class EventsTest {

  static Stream<CeleryEvent> events() {
    var events = new Events(Source.of("java@here", 7, ZoneOffset.ofHours(1)), "1");
    var task = Captures.tasks("redis-task-simple").getFirst();
    var health = new Events.Health(Duration.ofSeconds(2), 1, 5, List.of(0.1, 0.2, 0.3));
    var error = CeleryError.notRegistered("x");
    var at = Instant.parse("2026-11-23T04:44:34.5Z");
    return Stream.of(
        events.workerOnline(health, at, 1),
        events.workerHeartbeat(health, at, 1),
        events.workerOffline(health, at, 1),
        events.sent(task, "celery", at, 1),
        events.received(task, at, 1),
        events.started("u", at, 1),
        events.succeeded("u", IntNode.valueOf(5), Duration.ofMillis(5), at, 1),
        events.failed("u", error, "Traceback…", at, 1),
        events.retried("u", error, null, at, 1),
        events.revoked("u", true, false, at, 1),
        events.rejected("u", false, at, 1));
  }

  @ParameterizedTest
  @MethodSource("events")
  void haveCelerysFields(CeleryEvent event) {
    var celery = Captures.json("event-" + event.type()).get("event");
    var message = event.write();
    var json = KombuJson.read(message.body());
    assertThat(json.propertyNames()).containsExactlyInAnyOrderElementsOf(celery.propertyNames());
    var again = CeleryEvent.read(message).getFirst();
    assertThat(KombuJson.read(again.write().body())).isEqualTo(json);
    assertThat(event.timestamp()).isEqualTo(1795409074.5);
    assertThat(event.source().utcOffset()).isEqualTo(-1);
  }
}
