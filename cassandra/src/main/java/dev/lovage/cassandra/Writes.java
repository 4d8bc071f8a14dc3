// SPDX-License-Identifier: Apache-2.0
package dev.lovage.cassandra;

import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchableStatement;
import com.datastax.oss.driver.api.core.cql.DefaultBatchType;
import com.datastax.oss.driver.api.core.cql.Statement;
import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import dev.lovage.spi.LoggedAction;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Writes placed actions: into the partition that readers by cursor read, and into their users'.
/// All of it may be written again. So many writes are under way at once, and no more.
final class Writes {

  private static final String BY_SHARD =
      "INSERT INTO action (stream, bucket, shard, at, id, user_name, kind, time, body)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) USING TTL ?";
  private static final String BY_USER =
      "INSERT INTO action_by_user (stream, user_name, period, at, id, kind, time, body)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?) USING TTL ?";

  private static final int MOST_UNDER_WAY = 256;
  private static final int MOST_IN_BATCH = 100;
  private static final int MOST_CHARACTERS = 40_000;
  private static final int TRIES = 3;
  // Cassandra's longest, twenty years.
  private static final long MOST_SECONDS = 20L * 365 * 86_400;

  private final Cluster cluster;
  private final Semaphore room = new Semaphore(MOST_UNDER_WAY);

  /// An action and where it goes.
  record Placed(Place place, LoggedAction action) {}

  private record Shard(long bucket, int number) {}

  private record User(String name, int period) {}

  Writes(Cluster cluster) {
    this.cluster = cluster;
  }

  static int ttl(Duration keep) {
    return (int) Math.clamp(keep.toSeconds(), 1, MOST_SECONDS);
  }

  /// Writes all of them, again if need be.
  ///
  /// @param seconds how long it may take in all
  void write(
      String stream, Streams.Cut cut, Duration keep, List<Placed> actions, Duration seconds) {
    long end = System.nanoTime() + seconds.toNanos();
    var todo = statements(stream, cut, ttl(keep), actions);
    for (int tries = 1; ; tries++) {
      var failed = new ArrayList<Statement<?>>();
      var cause = run(todo, failed, end);
      if (failed.isEmpty() || cause == null) {
        return;
      }
      if (tries == TRIES || System.nanoTime() > end) {
        throw Cluster.failure(cause);
      }
      todo = failed;
    }
  }

  private List<Statement<?>> statements(
      String stream, Streams.Cut cut, int ttl, List<Placed> actions) {
    Map<Shard, List<Placed>> shards = new LinkedHashMap<>();
    Map<User, List<Placed>> users = new LinkedHashMap<>();
    for (var action : actions) {
      var user = action.action.user();
      shards
          .computeIfAbsent(
              new Shard(action.place.bucket(), cut.shardOf(user)), key -> new ArrayList<>())
          .add(action);
      users
          .computeIfAbsent(new User(user, action.place.period()), key -> new ArrayList<>())
          .add(action);
    }
    var statements = new ArrayList<Statement<?>>();
    shards.forEach(
        (shard, list) -> batches(list, one -> byShard(stream, shard, one, ttl), statements));
    users.forEach((user, list) -> batches(list, one -> byUser(stream, user, one, ttl), statements));
    return statements;
  }

  private interface Insert {
    BatchableStatement<?> of(Placed action);
  }

  /// Of one partition, so that a batch is one write.
  private static void batches(List<Placed> list, Insert insert, List<Statement<?>> statements) {
    if (list.size() == 1) {
      statements.add(insert.of(list.getFirst()));
      return;
    }
    var batch = new ArrayList<BatchableStatement<?>>();
    int characters = 0;
    for (var action : list) {
      batch.add(insert.of(action));
      characters += action.action.body().length();
      if (batch.size() == MOST_IN_BATCH || characters > MOST_CHARACTERS) {
        statements.add(BatchStatement.newInstance(DefaultBatchType.UNLOGGED, List.copyOf(batch)));
        batch.clear();
        characters = 0;
      }
    }
    if (!batch.isEmpty()) {
      statements.add(BatchStatement.newInstance(DefaultBatchType.UNLOGGED, List.copyOf(batch)));
    }
  }

  private BatchableStatement<?> byShard(String stream, Shard shard, Placed one, int ttl) {
    var action = one.action;
    return cluster.bind(
        BY_SHARD,
        stream,
        shard.bucket,
        shard.number,
        one.place.at(),
        one.place.bytes(),
        action.user(),
        action.kind(),
        micros(action),
        action.body(),
        ttl);
  }

  private BatchableStatement<?> byUser(String stream, User user, Placed one, int ttl) {
    var action = one.action;
    return cluster.bind(
        BY_USER,
        stream,
        user.name,
        user.period,
        one.place.at(),
        one.place.bytes(),
        action.kind(),
        micros(action),
        action.body(),
        ttl);
  }

  private static long micros(LoggedAction action) {
    return ChronoUnit.MICROS.between(java.time.Instant.EPOCH, action.time());
  }

  /// Runs statements side by side and waits for all of them.
  ///
  /// @param failed gets those that were not written
  /// @return why the last of these failed, or null
  private @org.jspecify.annotations.Nullable Throwable run(
      List<Statement<?>> todo, List<Statement<?>> failed, long end) {
    record Under(
        Statement<?> statement,
        java.util.concurrent.CompletionStage<com.datastax.oss.driver.api.core.cql.AsyncResultSet>
            answer) {}
    var underWay = new ArrayList<Under>(todo.size());
    @org.jspecify.annotations.Nullable Throwable cause = null;
    try {
      for (var statement : todo) {
        long left = end - System.nanoTime();
        if (!room.tryAcquire(Math.max(0, left), TimeUnit.NANOSECONDS)) {
          failed.add(statement);
          cause = slow();
          continue;
        }
        var answer = cluster.start(statement);
        var _ = answer.whenComplete((rows, error) -> room.release());
        underWay.add(new Under(statement, answer));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Cluster.failure(e);
    }
    for (var one : underWay) {
      try {
        var _ = one.answer.toCompletableFuture().join();
      } catch (CompletionException e) {
        failed.add(one.statement);
        cause = e;
      }
    }
    return cause;
  }

  private static LovageException slow() {
    return new LovageException(
        ErrorCode.UNAVAILABLE,
        "actions: Cassandra takes no more for now; the call may be repeated",
        null,
        Duration.ofSeconds(1));
  }
}
