// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.RedisClient;

/// `./lovage bench chaos --url redis:` and `./lovage bench outage --url redis:`: 500 tasks a second
/// from a client of Python and one of Java to two workers of each on one queue, while something
/// breaks. Then each task that was sent must have its result.
record SharedChaos(String url, Harm harm, long seed, PrintStream out) {

  static final String OUTAGE = "outage";
  static final String DESCRIPTION =
      "Redis away for 30 s under 500 tasks/s, at Redis only: is anything lost, who is back when?";

  private static final int RATE = 500;
  private static final int AROUND_SECONDS = 10;
  private static final int BACK_SECONDS = 30;

  // What a killed Python worker held comes back after twenty seconds, when another one looks:
  // as it starts, and every two minutes or so.
  private static final int HELD_SECONDS = 22;
  private static final int PATIENCE_SECONDS = 300;

  private String slug() {
    return harm instanceof Harm.Away ? OUTAGE : Chaos.SLUG;
  }

  /// Returns the exit code: 1 if a promise was broken.
  int run(boolean json) throws IOException, InterruptedException {
    out.printf(
        "%s: %d tasks/s to two workers of Java and two of Python%n  %d s, seed %d%n",
        slug(), RATE, harm.seconds(), seed);
    var installation = Installation.find();
    try (var store = RedisStore.parse(url, installation.scratch());
        var workspace = Workspace.in(store.folder());
        var run = workspace.newRun()) {
      var python = new Programs(workspace, out).requirePeer();
      var programs = new CeleryPrograms(python, installation.peer("celery"));
      var redis = store.in(run.folder());
      var workers = new SharedWorkers(installation, programs, run.children(), run.folder(), redis);
      keepHistory(store);
      workers.start();
      var result = measure(workers, programs, store, run.children(), run.folder());
      result.print(out);
      if (json) {
        var object = new LinkedHashMap<String, Object>();
        object.put("scenario", slug());
        object.put("seed", seed);
        object.put("seconds", harm.seconds());
        object.put("durability", store.durability().name());
        object.putAll(result.json());
        out.println(Json.write(object));
      }
      return result.isExact() ? 0 : 1;
    }
  }

  /// Else Redis writes its log anew, without what is over.
  private static void keepHistory(RedisStore store) {
    var answer =
        Loopback.ask(store.server().port(), "CONFIG SET auto-aof-rewrite-percentage 0\r\n");
    if (!answer.equals("+OK")) {
      throw new BenchException("Redis does not keep its log: " + answer);
    }
  }

  private SharedResult measure(
      SharedWorkers workers,
      CeleryPrograms programs,
      RedisStore store,
      Children children,
      Path folder)
      throws IOException, InterruptedException {
    var redis = store.in(folder);
    int sending = harm.seconds() + (harm instanceof Harm.Away ? 2 * AROUND_SECONDS : 0);
    try (var clients = SharedClients.start(programs, children, folder, redis, sending, RATE)) {
      var back = new LinkedHashMap<String, @Nullable Long>();
      switch (harm) {
        case Harm.Kills(var seconds) -> workers.killFor(seconds, new SplittableRandom(seed));
        case Harm.Away(var seconds) -> {
          Pause.seconds(AROUND_SECONDS);
          store.server().kill();
          Pause.seconds(seconds);
          store.server().resume();
          keepHistory(store);
          back.putAll(awaitBack(redis, workers));
        }
      }
      int sent = clients.awaitEnd();
      try (var connection = RedisClient.create(redis)) {
        var audit = new SharedAudit(connection, new RedisHistory(store.server().log()));
        if (!audit.awaitResults(sent, HELD_SECONDS)) {
          workers.startAnotherOfPython();
          var _ = audit.awaitResults(sent, PATIENCE_SECONDS);
        }
        workers.checkAlive();
        return new SharedResult(
            sent,
            clients.refused(),
            workers.killed().size(),
            back,
            audit.compare(sent, workers.killed()));
      }
    }
  }

  /// Waits until each worker has begun a task since now.
  ///
  /// @return after how many milliseconds; null for one that did not
  private static Map<String, @Nullable Long> awaitBack(String redis, SharedWorkers workers)
      throws InterruptedException {
    long start = System.nanoTime();
    var back = new LinkedHashMap<String, @Nullable Long>();
    var missing = new HashSet<>(workers.names());
    try (var connection = RedisClient.create(redis)) {
      var audit = new SharedAudit(connection, new RedisHistory(List.of()));
      long since = audit.beginnings();
      while (!missing.isEmpty() && millisSince(start) < BACK_SECONDS * 1_000L) {
        Pause.millis(10);
        var begun = audit.begun(since);
        since += begun.size();
        for (var attempt : begun) {
          if (missing.remove(attempt.worker())) {
            back.put(attempt.worker(), millisSince(start));
          }
        }
      }
    }
    missing.forEach(worker -> back.put(worker, null));
    return back;
  }

  private static long millisSince(long nanos) {
    return (System.nanoTime() - nanos) / 1_000_000;
  }
}
