// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import dev.lovage.LogLine;
import dev.lovage.LovageException;
import dev.lovage.Progress;
import dev.lovage.Start;
import dev.lovage.TaskId;
import dev.lovage.spi.Engine;
import dev.lovage.spi.Heartbeat;
import dev.lovage.spi.Lease;
import dev.lovage.spi.Leases;
import dev.lovage.spi.NewTask;
import dev.lovage.spi.Report;
import dev.lovage.spi.Settlement;
import dev.lovage.spi.TaskStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// Takes the steps of a model run on one engine and tells what came of each in words that do not
/// depend on the engine: tasks by number, no tokens.
final class ModelWorld {

  // Few, so that it happens within a run.
  private static final int MAX_LOST = 2;

  private final List<Engine> handles;
  private final InstantSource clock;
  private final List<Lease> leases = new ArrayList<>();
  private int lines;
  private final Set<String> tokens = new HashSet<>();
  private final Map<Long, Integer> numbers = new HashMap<>();
  private int turn;

  ModelWorld(List<Engine> handles, InstantSource clock) {
    this.handles = handles;
    this.clock = clock;
  }

  static TaskId id(int number) {
    return new TaskId(new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0000L | number));
  }

  static int number(TaskId id) {
    return (int) id.uuid().getLeastSignificantBits();
  }

  /// The number of the task that was given this version.
  Map<Long, Integer> numbers() {
    return numbers;
  }

  Engine anyHandle() {
    return handles.get(turn % handles.size());
  }

  /// Takes one step through the next handle and returns its answer.
  String take(Step step) {
    turn++;
    var tasks = anyHandle().tasks();
    return switch (step) {
      case Step.Submit(var specs) -> submit(specs);
      case Step.LeaseTasks(var request) -> answer(tasks.lease(request));
      case Step.Settle settle -> settle(settle, tasks);
      case Step.Beat beat -> beat(beat, tasks);
      case Step.Reclaim() -> Integer.toString(tasks.reclaim());
      case Step.Cancel(var task) -> tasks.cancel(id(task)).toString();
      case Step.CancelLeased(var back) ->
          leases.isEmpty() ? "" : tasks.cancel(lease(back).task()).toString();
      case Step.Requeue(var numbered) ->
          tasks.requeue(numbered.stream().map(ModelWorld::id).toList()).toString();
      case Step.Leave(var task, var waiter) -> tasks.leave(id(task), id(waiter)).toString();
      case Step.Prune(var limit) -> Integer.toString(tasks.prune(limit));
      case Step.Publish publish -> publish(publish);
      case Step.Pass(var time) -> "";
      case Step.PassAMonth() -> Integer.toString(tasks.prune(1_000));
    };
  }

  private String submit(List<Step.Spec> specs) {
    try {
      var receipts = anyHandle().tasks().enqueue(specs.stream().map(this::task).toList());
      receipts.forEach(receipt -> numbers.putIfAbsent(receipt.version(), number(receipt.id())));
      return receipts.stream()
          .map(r -> number(r.id()) + "=" + numbers.get(r.version()) + (r.added() ? " new" : ""))
          .toList()
          .toString();
    } catch (LovageException e) {
      // Which of several bad predecessors is named first is left open.
      return "refused";
    }
  }

  private NewTask task(Step.Spec spec) {
    var when = spec.when();
    var start =
        when.start() == null
            ? new Start.Now()
            : when.absolute()
                ? new Start.At(clock.instant().plus(when.start()))
                : new Start.After(
                    when.start().isNegative() ? when.start().negated() : when.start());
    var settings =
        new NewTask.Settings(
            spec.queue(),
            spec.priority(),
            start,
            new NewTask.Limits(when.expiry(), null, when.ttl(), MAX_LOST),
            null,
            spec.publishes());
    return new NewTask(
        id(spec.number()),
        spec.type(),
        Integer.toString(spec.number()),
        settings,
        spec.after().stream().map(ModelWorld::id).toList(),
        spec.unique(),
        spec.ties().share());
  }

  private String settle(Step.Settle settle, TaskStore tasks) {
    var settlements = new ArrayList<Settlement>();
    for (var ending : settle.endings()) {
      if (!leases.isEmpty()) {
        var lease = lease(ending.back());
        settlements.add(new Settlement(lease, ending.outcome(), report(ending.words(), lease)));
      }
    }
    var settled = tasks.settle(settlements, settle.next());
    return "lost "
        + settled.lost().stream().map(ModelWorld::number).toList()
        + answer(settled.next());
  }

  private String beat(Step.Beat beat, TaskStore tasks) {
    var beats = new ArrayList<Heartbeat.Beat>();
    for (var said : beat.said()) {
      if (!leases.isEmpty()) {
        var lease = lease(said.back());
        beats.add(new Heartbeat.Beat(lease, report(said.words(), lease)));
      }
    }
    var reply =
        tasks.extend(
            new Heartbeat(Contract.worker(beat.worker()), beat.lease(), beats, beat.leaving()));
    return "lost " + sorted(reply.lost()) + " cancelling " + sorted(reply.cancelling());
  }

  private static List<Integer> sorted(Set<TaskId> ids) {
    return ids.stream().map(ModelWorld::number).sorted().toList();
  }

  private String publish(Step.Publish publish) {
    var version =
        numbers.entrySet().stream()
            .filter(known -> known.getValue() == publish.task())
            .map(Map.Entry::getKey)
            .max(Comparator.naturalOrder());
    return version
        .map(v -> anyHandle().values().publish(publish.name(), v, publish.json()))
        .map(Object::toString)
        .orElse("");
  }

  private Lease lease(int back) {
    return leases.get(leases.size() - 1 - back % leases.size());
  }

  private Report report(Step.Words words, Lease lease) {
    var progress = words.progress() == null ? null : new Progress(words.progress(), "so far");
    return new Report(
        progress,
        words.lines().stream()
            .map(line -> new LogLine(clock.instant(), lease.attempt(), ++lines, line))
            .toList(),
        words.checkpoint(),
        words.interim());
  }

  private String answer(Leases got) {
    var text = new StringBuilder(" leased ");
    for (var lease : got.leases()) {
      boolean fresh = tokens.add(lease.version() + "/" + lease.token());
      text.append(number(lease.task()))
          .append(fresh ? " " : " WITH AN OLD TOKEN ")
          .append(new Lease(lease.task(), 0, 0, lease.attempt(), lease.until(), lease.work()))
          .append(" version of ")
          .append(numbers.get(lease.version()))
          .append("; ");
    }
    leases.addAll(got.leases());
    return text.append("next ").append(got.next()).toString();
  }
}
