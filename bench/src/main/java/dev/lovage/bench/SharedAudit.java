// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import dev.lovage.bench.embedded.SharedWorker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.RedisClient;

/// Judges a shared queue by what Redis has: results in Celery's keys, and each beginning of an
/// attempt in a list.
///
/// @param history what was done there
record SharedAudit(RedisClient redis, RedisHistory history) {

  private static final int SHOWN = 10;
  private static final int BATCH = 1_000;

  /// Where kombu keeps what workers hold, and Lovage until when its workers do.
  private static final String HELD = "unacked";

  private static final String LEASES = "lovage.leases";

  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(10);

  /// An attempt that began, by the wall clock in milliseconds.
  record Begun(long number, String worker, long millis) {

    static Begun parse(String note) {
      var words = note.split(" ", 3);
      return new Begun(Long.parseLong(words[0]), words[1], Long.parseLong(words[2]));
    }
  }

  /// Tasks without a result.
  ///
  /// @param byCelery of these, those that Celery lost: kombu takes a message off its list in one
  ///   step and records that it holds it in the next, and its worker or Redis was killed in between
  /// @param byRedis of these, those that are not in the log of Redis at all: synced once a second,
  ///   it may write later than it answers, and was killed in between
  record Lost(int all, int byCelery, int byRedis) {}

  /// What was found.
  ///
  /// @param wrong tasks with a result that can't be right
  /// @param wrongByCelery of these, those that Celery ended as failed, since Redis was away
  /// @param repeated attempts beyond the first of their task
  /// @param unexplained of these, those for which no killed worker accounts
  /// @param oldestMillis how long before the death of its worker the oldest attempt had begun that
  ///   was repeated for it
  record Findings(
      Lost lost,
      int wrong,
      int wrongByCelery,
      int repeated,
      int unexplained,
      long oldestMillis,
      List<String> examples) {}

  /// Waits until each of so many tasks has a result, or none can come any more: no message is held
  /// by a worker, and none has begun for a while.
  ///
  /// @return whether it is so before the time is over
  boolean awaitResults(int tasks, int seconds) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    long begun = -1;
    long quietSince = System.nanoTime();
    int from = 0;
    while (from < tasks && System.nanoTime() < end) {
      int to = Math.min(from + BATCH, tasks);
      if (!results(from, to).contains(null)) {
        from = to;
        continue;
      }
      Pause.millis(100);
      long now = beginnings();
      if (now != begun || redis.hlen(HELD) + redis.zcard(LEASES) > 0) {
        begun = now;
        quietSince = System.nanoTime();
      } else if (System.nanoTime() - quietSince > QUIET_NANOS) {
        return true;
      }
    }
    return from == tasks;
  }

  private List<String> results(int from, int to) {
    return redis.mget(
        IntStream.range(from, to)
            .mapToObj(number -> "celery-task-meta-" + SharedClients.id(number))
            .toArray(String[]::new));
  }

  /// What began since the list had so many entries.
  List<Begun> begun(long since) {
    return redis.lrange(SharedWorker.BEGUN, since, -1).stream().map(Begun::parse).toList();
  }

  long beginnings() {
    return redis.llen(SharedWorker.BEGUN);
  }

  /// @param killed which workers, and when
  Findings compare(int tasks, Map<String, Long> killed) throws IOException {
    var lost = new ArrayList<String>();
    int wrong = 0;
    int wrongByCelery = 0;
    var examples = new ArrayList<String>();
    for (int from = 0; from < tasks; from += BATCH) {
      var some = results(from, Math.min(from + BATCH, tasks));
      for (int i = 0; i < some.size(); i++) {
        if (!isRight(from + i, some.get(i))) {
          if (some.get(i) == null) {
            lost.add(SharedClients.id(from + i).toString());
          } else {
            wrong++;
            wrongByCelery += isFailureOfCelery(some.get(i)) ? 1 : 0;
          }
          examples.add("task %d has the result %s".formatted(from + i, some.get(i)));
        }
      }
    }
    var attempts = new HashMap<Long, List<Begun>>();
    begun(0).forEach(b -> attempts.computeIfAbsent(b.number, _ -> new ArrayList<>()).add(b));
    int repeated = 0;
    int unexplained = 0;
    long oldest = 0;
    for (var its : attempts.values()) {
      repeated += its.size() - 1;
      var cut = its.stream().filter(b -> killed.containsKey(b.worker)).toList();
      if (its.size() - cut.size() > 1) {
        unexplained += its.size() - cut.size() - 1;
        examples.add("repeated though nobody was killed: " + its);
      }
      if (its.size() > 1) {
        // The last one may have been on a worker that was killed later.
        var earlier = its.subList(0, its.size() - 1);
        for (var b : earlier) {
          oldest = Math.max(oldest, killed.getOrDefault(b.worker, b.millis) - b.millis);
        }
      }
    }
    var last = lost.isEmpty() ? Map.<String, String>of() : history.lastWith(lost);
    last.forEach((id, command) -> examples.add(id + " was last seen in " + command));
    return new Findings(
        new Lost(lost.size(), dropped(last.values()), lost.size() - last.size()),
        wrong,
        wrongByCelery,
        repeated,
        unexplained,
        oldest,
        examples.subList(0, Math.min(SHOWN, examples.size())));
  }

  /// Whose last trace is that they were taken off a list, and not moved to another: Lovage moves a
  /// message, or records it in the same step.
  private static int dropped(Collection<String> lastCommands) {
    return (int) lastCommands.stream().filter("RPOP"::equalsIgnoreCase).count();
  }

  /// Celery ends a task as failed if Redis is away when it has a result.
  private static boolean isFailureOfCelery(String document) {
    return document.contains("\"redis.exceptions\"");
  }

  private static boolean isRight(long number, @Nullable String document) {
    if (document == null) {
      return false;
    }
    var json = Json.read(document);
    return json.path("status").asString("").equals("SUCCESS")
        && json.path("result").asLong(-1) == SharedWorker.answer(number);
  }
}
