// SPDX-License-Identifier: Apache-2.0
package dev.lovage.cassandra;

import dev.lovage.spi.LoggedAction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Finds a place for actions whose id says no time of the last moments: it may have been appended
/// before, and a place in the past is one that readers have passed. Such an id is claimed, once, by
/// a lightweight transaction, for a place of now.
final class Claims {

  private static final String FIND = "SELECT at FROM action_claim WHERE stream = ? AND id = ?";
  private static final String CLAIM =
      "INSERT INTO action_claim (stream, id, at) VALUES (?, ?, ?) IF NOT EXISTS USING TTL ?";
  private static final String MOVE =
      "UPDATE action_claim USING TTL ? SET at = ? WHERE stream = ? AND id = ? IF at = ?";
  private static final String EXISTS =
      "SELECT at FROM action WHERE stream = ? AND bucket = ? AND shard = ? AND at = ? AND id = ?";
  private static final int AT_ONCE = 32;
  private static final long RECENT_MILLIS = 2_000;
  // By so much another clock may be ahead.
  private static final long AHEAD_MILLIS = 1_000;

  private final Cluster cluster;
  private final AtomicLong last = new AtomicLong();
  private final Semaphore room = new Semaphore(AT_ONCE);

  Claims(Cluster cluster) {
    this.cluster = cluster;
  }

  /// The actions that are not there yet, with their places. Those that are there are left out.
  List<Writes.Placed> place(
      String stream, Streams.Cut cut, Duration keep, List<LoggedAction> actions, long millis) {
    // In the order of the list, which is that of the user's actions.
    var places = new ArrayList<Place>(actions.size());
    for (var action : actions) {
      long least = Place.at(millis);
      places.add(new Place(last.updateAndGet(at -> Math.max(at + 1, least)), action.id()));
    }
    var looks = new ArrayList<CompletableFuture<Optional<Place>>>(actions.size());
    for (int i = 0; i < actions.size(); i++) {
      var action = actions.get(i);
      var place = places.get(i);
      looks.add(
          CompletableFuture.supplyAsync(
              () -> claim(stream, cut.shardOf(action.user()), keep, place),
              task -> Thread.ofVirtual().start(task)));
    }
    var placed = new ArrayList<Writes.Placed>();
    try {
      for (int i = 0; i < looks.size(); i++) {
        var action = actions.get(i);
        looks.get(i).join().ifPresent(p -> placed.add(new Writes.Placed(p, action)));
      }
    } catch (CompletionException e) {
      throw Cluster.failure(e);
    }
    return placed;
  }

  private Optional<Place> claim(String stream, int shard, Duration keep, Place fresh) {
    room.acquireUninterruptibly();
    try {
      var id = fresh.id();
      if (id.version() == 7 && exists(stream, shard, Place.of(id))) {
        return Optional.empty();
      }
      return claimed(stream, shard, keep, fresh);
    } finally {
      room.release();
    }
  }

  private Optional<Place> claimed(String stream, int shard, Duration keep, Place fresh) {
    int ttl = Writes.ttl(keep);
    while (true) {
      @Nullable Long before = find(stream, fresh);
      if (before == null) {
        var claim = cluster.bind(CLAIM, stream, fresh.bytes(), fresh.at(), ttl);
        if (cluster.run(claim).wasApplied()) {
          return Optional.of(fresh);
        }
      } else if (exists(stream, shard, new Place(before, fresh.id()))) {
        return Optional.empty();
      } else if (before > fresh.at() - Place.at(RECENT_MILLIS)) {
        // Another call has just claimed it and may be writing; the same place is as good for both.
        return Optional.of(new Place(before, fresh.id()));
      } else {
        // Whoever claimed it was cut short, and readers have passed its place.
        var move = cluster.bind(MOVE, ttl, fresh.at(), stream, fresh.bytes(), before);
        if (cluster.run(move).wasApplied()) {
          return Optional.of(fresh);
        }
      }
    }
  }

  private @Nullable Long find(String stream, Place place) {
    var row =
        cluster
            .run(
                cluster
                    .bind(FIND, stream, place.bytes())
                    .setConsistencyLevel(
                        com.datastax.oss.driver.api.core.DefaultConsistencyLevel.LOCAL_SERIAL))
            .one();
    return row == null ? null : Long.valueOf(row.getLong(0));
  }

  private boolean exists(String stream, int shard, Place place) {
    return cluster
            .run(cluster.bind(EXISTS, stream, place.bucket(), shard, place.at(), place.bytes()))
            .one()
        != null;
  }

  /// Whether an id says a place of the last moments, in which no reader has been.
  ///
  /// @param millis now
  /// @param fresh how long ago at most, in milliseconds
  static boolean isFresh(UUID id, long millis, long fresh) {
    long made = id.getMostSignificantBits() >>> 16;
    return id.version() == 7 && made >= millis - fresh && made <= millis + AHEAD_MILLIS;
  }
}
