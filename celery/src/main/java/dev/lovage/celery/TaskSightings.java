// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import dev.lovage.TaskId;
import dev.lovage.TaskState;
import dev.lovage.spi.HeardTask;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What was heard of tasks, of the newest ten thousand: those of which workers and clients have
/// told, and those that workers had when they were asked last. Safe for use from any thread.
public final class TaskSightings {

  /// What workers are to be asked.
  public static final List<String> QUESTIONS =
      List.of("active", "reserved", "scheduled", "active_queues");

  private static final int MOST = 10_000;

  private final InstantSource clock;
  private final LinkedHashMap<TaskId, TaskSighting> tasks = new LinkedHashMap<>();
  // By worker, of those that serve one queue only: most events don't name the queue.
  private final Map<String, String> onlyQueues = new HashMap<>();
  private long lastVersion;

  public TaskSightings(InstantSource clock) {
    this.clock = clock;
  }

  /// A worker or a client has told of a task.
  public synchronized void heard(CeleryEvent event) {
    var name = event.uuid();
    if (name == null || !event.isTask()) {
      return;
    }
    sighting(name).heard(event);
  }

  private TaskSighting sighting(String name) {
    var sighting =
        tasks.computeIfAbsent(
            TaskId.named(name),
            _ -> {
              lastVersion = Math.max(lastVersion + 1, TaskSighting.version(clock.instant()));
              return new TaskSighting(name, lastVersion, clock.instant());
            });
    if (tasks.size() > MOST) {
      tasks.pollFirstEntry();
    }
    return sighting;
  }

  /// Workers have answered [#QUESTIONS]. Who is not told of otherwise and is in no answer is out of
  /// sight until it is told of: its end may be on its way still, by another connection.
  ///
  /// @param answers by question, each by node
  public synchronized void answered(Map<String, Map<String, JsonNode>> answers) {
    tasks.values().forEach(TaskSighting::letGo);
    read(answers, "scheduled", TaskState.SCHEDULED);
    read(answers, "reserved", TaskState.QUEUED);
    read(answers, "active", TaskState.RUNNING);
    answers
        .getOrDefault("active_queues", Map.of())
        .forEach((node, queues) -> {
          onlyQueues.remove(node);
          if (queues.size() == 1) {
            onlyQueues.put(node, queues.path(0).path("name").asString(""));
          }
        });
  }

  private void read(Map<String, Map<String, JsonNode>> answers, String question, TaskState state) {
    answers
        .getOrDefault(question, Map.of())
        .forEach((node, list) ->
            KombuJson.list(list)
                .forEach(entry -> {
                  var request = entry.has("request") ? entry.path("request") : entry;
                  var name = KombuJson.string(request, "id");
                  if (name != null) {
                    sighting(name).held(node, state, request, due(entry));
                  }
                }));
  }

  private static @Nullable Instant due(JsonNode entry) {
    var eta = KombuJson.string(entry, "eta");
    return eta == null ? null : WireTime.read(eta);
  }

  /// All, newest first.
  public synchronized List<HeardTask> all() {
    return tasks.values().stream()
        .filter(TaskSighting::isInSight)
        .map(task -> task.task(onlyQueues))
        .sorted(Comparator.comparingLong((HeardTask t) -> t.task().version()).reversed())
        .toList();
  }

  public synchronized Optional<HeardTask> find(TaskId id) {
    return Optional.ofNullable(tasks.get(id))
        .filter(TaskSighting::isInSight)
        .map(task -> task.task(onlyQueues));
  }
}
