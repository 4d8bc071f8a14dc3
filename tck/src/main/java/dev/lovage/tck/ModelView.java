// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import dev.lovage.Task;
import dev.lovage.TaskState;
import dev.lovage.spi.TaskFilter;
import dev.lovage.spi.TaskLookup.Forgotten;
import dev.lovage.spi.TaskLookup.Found;
import dev.lovage.spi.TaskLookup.Unknown;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Everything that a store shows, line by line, in words that do not depend on the engine.
record ModelView(ModelWorld world) {

  List<String> lines() {
    var lines = new ArrayList<String>();
    for (int number : new TreeSet<>(world.numbers().values())) {
      var id = ModelWorld.id(number);
      lines.add("task " + number + ": " + lookup(number));
      lines.add("log " + number + ": " + world.anyHandle().queries().log(id));
    }
    lines.add("all: " + page(new TaskFilter(null, null, null, null, 1_000)));
    for (var filter : filters()) {
      lines.add(filter + ": " + page(filter));
    }
    lines.add("queues: " + world.anyHandle().queries().queues());
    lines.add("workers: " + workers());
    for (var name : List.of("v1", "v2")) {
      lines.add("value " + name + ": " + value(name));
    }
    return lines;
  }

  private static List<TaskFilter> filters() {
    return List.of(
        new TaskFilter(TaskState.QUEUED, null, null, null, 2),
        new TaskFilter(null, "a", "q1", null, 3),
        new TaskFilter(TaskState.SUCCEEDED, "b", null, null, 3));
  }

  private String lookup(int number) {
    return switch (world.anyHandle().queries().find(ModelWorld.id(number))) {
      case Found(var task, var argument, var result) ->
          text(task) + " argument " + argument + " result " + result;
      case Forgotten forgotten -> forgotten.toString();
      case Unknown unknown -> unknown.toString();
    };
  }

  /// The version and the words of the store's own errors are each engine's own, and a request to
  /// cancel has a meaning only while the task runs.
  private String text(Task task) {
    var run = task.run();
    var error = task.error();
    var shown =
        new Task(
            task.id(),
            task.type(),
            task.state(),
            0,
            task.placement(),
            new Task.Run(
                run.attempt(),
                run.lost(),
                run.worker(),
                run.startedAt(),
                run.endedAt(),
                run.progress(),
                run.cancelRequested() && task.state() == TaskState.RUNNING),
            null);
    var reason =
        error == null
            ? "none"
            : error.type().startsWith("lovage.") ? error.type() : error.toString();
    return shown + " version of " + world.numbers().get(task.version()) + " error " + reason;
  }

  private String page(TaskFilter filter) {
    var page = world.anyHandle().queries().list(filter);
    var numbers = page.tasks().stream().map(task -> ModelWorld.number(task.id())).toList();
    return numbers + " next " + numberOf(page.next());
  }

  private @Nullable Integer numberOf(@Nullable Long version) {
    return version == null ? null : world.numbers().get(version);
  }

  private List<String> workers() {
    return world.anyHandle().queries().workers().stream().map(Object::toString).sorted().toList();
  }

  private String value(String name) {
    return world
        .anyHandle()
        .values()
        .get(name)
        .map(v ->
            v.json()
                + " step "
                + v.step()
                + " of "
                + world.numbers().get(v.version())
                + " at "
                + v.publishedAt())
        .orElse("none");
  }
}
