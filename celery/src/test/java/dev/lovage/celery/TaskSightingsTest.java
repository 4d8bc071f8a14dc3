// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.Task;
import dev.lovage.TaskId;
import dev.lovage.TaskState;
import dev.lovage.spi.HeardTask;
import dev.lovage.spi.TaskWatch;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What real workers tell and answer, as tasks.
class TaskSightingsTest {

  private final TaskSightings sightings =
      new TaskSightings(InstantSource.fixed(Instant.parse("2026-11-23T00:00:00Z")));

  private void hear(String capture) {
    for (var envelope : Captures.envelopes(Captures.json("event-" + capture))) {
      var bytes = KombuJson.text(envelope).getBytes(StandardCharsets.UTF_8);
      if (KombuEnvelope.read(bytes) instanceof CeleryMessage message) {
        CeleryEvent.read(message).forEach(sightings::heard);
      }
    }
  }

  private void hear(String type, String uuid, Map<String, String> fields) {
    var all = new HashMap<String, JsonNode>();
    fields.forEach((name, value) -> all.put(name, KombuJson.text(value)));
    all.put("uuid", KombuJson.text(uuid));
    var source = new CeleryEvent.Source("python@h", 1, 0);
    sightings.heard(new CeleryEvent(type, source, 1_795_409_074.5, 1, all));
  }

  private void answer(String... captures) {
    sightings.answered(
        List.of(captures).stream()
            .collect(
                Collectors.toMap(
                    name -> name,
                    name ->
                        KombuJson.map(
                            Captures.json("pidbox-inspect-" + name + "-reply")
                                .at("/replies/0/decoded_body")))));
  }

  private List<Task> tasks() {
    return sightings.all().stream().map(HeardTask::task).toList();
  }

  @Test
  void the_events_of_celery_give_each_task_its_state() {
    List.of("succeeded", "failed", "retried", "revoked", "rejected", "sent", "received")
        .forEach(name -> hear("task-" + name));

    assertThat(tasks())
        .extracting(Task::state)
        .containsExactlyInAnyOrder(
            TaskState.SUCCEEDED,
            TaskState.FAILED,
            TaskState.RETRYING,
            TaskState.CANCELLED,
            TaskState.QUEUED,
            TaskState.QUEUED);
    var failed =
        tasks().stream().filter(t -> t.state() == TaskState.FAILED).findFirst().orElseThrow();
    assertThat(failed.error().type()).isEqualTo("ValueError");
    assertThat(failed.error().message()).isEqualTo("boom");
    assertThat(failed.error().stack()).contains("demo.py");
    assertThat(failed.run().endedAt()).isNotNull();
    var sent = tasks().stream().filter(t -> t.type().equals("demo.late")).findFirst().orElseThrow();
    assertThat(sent.placement().queue()).isEqualTo("celery");
    assertThat(sent.run().worker()).isEqualTo("celery@example");
    assertThat(sightings.find(sent.id()).orElseThrow().argument()).isEqualTo("\"(3,) {}\"");
  }

  @Test
  void what_workers_have_is_seen_as_long_as_they_have_it() {
    answer("active", "reserved", "scheduled");

    assertThat(tasks())
        .extracting(Task::state)
        .containsExactlyInAnyOrder(
            TaskState.RUNNING,
            TaskState.RUNNING,
            TaskState.QUEUED,
            TaskState.SCHEDULED,
            TaskState.SCHEDULED);
    assertThat(tasks()).extracting(task -> task.placement().queue()).containsOnly("celery");
    var running =
        tasks().stream().filter(t -> t.state() == TaskState.RUNNING).findFirst().orElseThrow();
    assertThat(running.type()).isEqualTo("demo.sleeper");
    assertThat(running.run().startedAt()).isAfter(Instant.parse("2026-11-23T00:00:00Z"));

    answer("active");
    assertThat(tasks()).hasSize(2);
    sightings.answered(Map.of());
    assertThat(tasks()).isEmpty();
  }

  @Test
  void an_end_that_is_told_after_an_answer_without_the_task_finds_it_as_it_was() {
    var id = "39478469-3cc5-4cad-b378-592f77ca12e6"; // the first that is active
    answer("active");
    var before = sightings.find(TaskId.parse(id)).orElseThrow().task();
    sightings.answered(Map.of());
    assertThat(sightings.find(TaskId.parse(id))).isEmpty();

    hear("task-succeeded", id, Map.of());

    var after = tasks().getFirst();
    assertThat(after.state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(after.type()).isEqualTo("demo.sleeper");
    assertThat(after.version()).isEqualTo(before.version());
  }

  @Test
  void an_end_that_was_told_is_not_undone_by_an_older_answer() {
    var id = "39478469-3cc5-4cad-b378-592f77ca12e6"; // the first that is active
    hear("task-succeeded", id, Map.of());

    answer("active");

    assertThat(sightings.find(TaskId.parse(id)).orElseThrow().task().state())
        .isEqualTo(TaskState.SUCCEEDED);
    sightings.answered(Map.of());
    assertThat(tasks()).hasSize(1);
  }

  @Test
  void events_that_overtake_one_another_do_not_take_a_task_back() {
    hear("task-started", "x", Map.of());
    hear("task-received", "x", Map.of("name", "demo.add", "args", "(1, 2)", "kwargs", "{}"));
    assertThat(tasks().getFirst().state()).isEqualTo(TaskState.RUNNING);
    hear("task-succeeded", "x", Map.of());
    hear("task-sent", "x", Map.of("name", "demo.add", "queue", "celery"));

    assertThat(tasks().getFirst().state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(tasks().getFirst().placement().queue()).isEqualTo("celery");
    assertThat(sightings.all().getFirst().name()).isEqualTo("x");
  }

  @Test
  void the_newest_ten_thousand_are_kept_in_their_order() {
    IntStream.range(0, 10_050).forEach(i -> hear("task-received", "task " + i, Map.of()));

    var versions = tasks().stream().map(Task::version).toList();
    assertThat(versions).hasSize(10_000).isSortedAccordingTo((a, b) -> Long.compare(b, a));
    assertThat(versions.getLast()).isGreaterThan(TaskWatch.FIRST_VERSION);
    assertThat(sightings.all().getFirst().name()).isEqualTo("task 10049");
  }
}
