// SPDX-License-Identifier: Apache-2.0
package dev.lovage.cassandra;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.lovage.spi.LoggedAction;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// Reads a stream on from a place: bucket by bucket, of each all shards side by side, put together
/// in the order of places.
final class Reads {

  private static final String BUCKETS =
      "SELECT bucket FROM action_bucket WHERE stream = ? AND day = ?";
  private static final String SHARD =
      "SELECT at, id, user_name, kind, time, body FROM action WHERE stream = ? AND bucket = ?"
          + " AND shard = ? AND (at, id) > (?, ?) AND (at) < (?) LIMIT ?";
  private static final int DAYS_AT_ONCE = 64;
  private static final int LEAST = 32;

  private final Cluster cluster;

  Reads(Cluster cluster) {
    this.cluster = cluster;
  }

  /// Some actions in their order.
  ///
  /// @param next behind the last of them, or the end of what was looked at
  /// @param more whether something is known to be behind that
  record Found(List<Writes.Placed> actions, Place next, boolean more) {}

  /// @param horizon what is not before it is not read
  Found read(String stream, Streams.Cut cut, Place after, long horizon, int limit) {
    var found = new ArrayList<Writes.Placed>();
    var next = after;
    var buckets = buckets(stream, cut, after, horizon);
    for (int i = 0; i < buckets.size(); ) {
      var part = bucket(stream, cut, buckets.get(i), next, horizon, limit - found.size());
      found.addAll(part.actions());
      if (!part.actions().isEmpty()) {
        next = part.actions().getLast().place();
      }
      if (found.size() >= limit) {
        return new Found(found, next, part.more() || i + 1 < buckets.size());
      }
      if (!part.more()) {
        i++;
      }
    }
    return new Found(found, next, false);
  }

  /// Those that may have anything behind a place.
  private List<Long> buckets(String stream, Streams.Cut cut, Place after, long horizon) {
    var found = new ArrayList<Long>();
    var end = new Place(Math.max(0, horizon - 1), after.id());
    var start = new Place(Place.at(cut.firstPeriod() * Place.periodMillis()), after.id());
    long first = Math.max(Place.dayOf(after.bucket()), Place.dayOf(start.bucket()));
    long last = Place.dayOf(end.bucket());
    for (long day = first; day <= last; day += DAYS_AT_ONCE) {
      var looks = new ArrayList<CompletionStage<AsyncResultSet>>();
      for (long d = day; d <= Math.min(last, day + DAYS_AT_ONCE - 1); d++) {
        looks.add(cluster.start(cluster.bind(BUCKETS, stream, d)));
      }
      for (var look : looks) {
        // 144 at most: one page.
        rows(look).forEach(row -> found.add(row.getLong(0)));
      }
    }
    found.removeIf(bucket -> bucket < after.bucket() || bucket > end.bucket());
    return found;
  }

  private Found bucket(
      String stream, Streams.Cut cut, long bucket, Place after, long horizon, int limit) {
    int each = limit / cut.shards() * 2 + LEAST;
    var looks = new ArrayList<CompletionStage<AsyncResultSet>>();
    for (int shard = 0; shard < cut.shards(); shard++) {
      looks.add(
          cluster.start(
              cluster
                  .bind(SHARD, stream, bucket, shard, after.at(), after.bytes(), horizon, each)
                  .setPageSize(each)));
    }
    var all = new ArrayList<Writes.Placed>();
    // Behind the last row of a shard that has more, nothing may be given yet.
    @Nullable Place bound = null;
    for (var look : looks) {
      var rows = rows(look);
      rows.forEach(row -> all.add(placed(row, row.getString("user_name"))));
      if (rows.size() >= each) {
        var last = all.getLast().place();
        bound = bound == null || last.compareTo(bound) < 0 ? last : bound;
      }
    }
    all.sort(Comparator.comparing(Writes.Placed::place));
    var end = bound;
    var given =
        all.stream()
            .filter(one -> end == null || one.place().compareTo(end) <= 0)
            .limit(limit)
            .toList();
    return new Found(
        given,
        given.isEmpty() ? after : given.getLast().place(),
        end != null || given.size() < all.size());
  }

  static List<Row> rows(CompletionStage<AsyncResultSet> look) {
    try {
      var rows = new ArrayList<Row>();
      var page = look.toCompletableFuture().join();
      page.currentPage().forEach(rows::add);
      while (page.hasMorePages()) {
        page = page.fetchNextPage().toCompletableFuture().join();
        page.currentPage().forEach(rows::add);
      }
      return rows;
    } catch (CompletionException e) {
      throw Cluster.failure(e);
    }
  }

  static Writes.Placed placed(Row row, @Nullable String user) {
    var bytes = java.util.Objects.requireNonNull(row.getByteBuffer("id"));
    var place = new Place(row.getLong("at"), Place.id(bytes));
    return new Writes.Placed(
        place,
        new LoggedAction(
            place.id(),
            text(user),
            text(row.getString("kind")),
            Instant.EPOCH.plus(row.getLong("time"), ChronoUnit.MICROS),
            text(row.getString("body"))));
  }

  private static String text(@Nullable String text) {
    return java.util.Objects.requireNonNull(text);
  }
}
