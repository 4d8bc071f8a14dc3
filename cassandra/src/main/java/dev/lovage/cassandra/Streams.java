// SPDX-License-Identifier: Apache-2.0
package dev.lovage.cassandra;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// What is known of the streams: how they are cut, and which time buckets have anything.
final class Streams {

  private static final String FIND =
      "SELECT shards, first_period FROM action_stream WHERE stream = ?";
  private static final String ADD =
      "INSERT INTO action_stream (stream, shards, first_period) VALUES (?, ?, ?) IF NOT EXISTS";
  private static final String MARK =
      "INSERT INTO action_bucket (stream, day, bucket) VALUES (?, ?, ?) USING TTL ?";

  private final Cluster cluster;
  private final int shards;
  private final Map<String, Cut> cuts = new ConcurrentHashMap<>();
  private final Set<Bucket> marked = ConcurrentHashMap.newKeySet();

  /// @param shards partitions of a bucket
  /// @param firstPeriod the week of the first append
  record Cut(int shards, int firstPeriod) {
    int shardOf(String user) {
      return Math.floorMod(user.hashCode(), shards);
    }
  }

  private record Bucket(String stream, long number) {}

  /// @param shards of a stream that is new
  Streams(Cluster cluster, int shards) {
    this.cluster = cluster;
    this.shards = shards;
  }

  /// How a stream is cut, if anything was ever appended to it.
  Optional<Cut> find(String stream) {
    var known = cuts.get(stream);
    if (known != null) {
      return Optional.of(known);
    }
    var row = cluster.run(cluster.bind(FIND, stream)).one();
    if (row == null) {
      return Optional.empty();
    }
    var cut = new Cut(row.getInt("shards"), row.getInt("first_period"));
    cuts.put(stream, cut);
    return Optional.of(cut);
  }

  /// How a stream is cut, from now on.
  ///
  /// @param period of the first append, if this is it
  Cut require(String stream, int period) {
    return find(stream)
        .orElseGet(() -> {
          cluster.run(cluster.bind(ADD, stream, shards, period));
          return find(stream).orElseThrow();
        });
  }

  void check() {
    cluster.run(cluster.bind(FIND, "check"));
  }

  /// Says that a bucket has something, before it has.
  void mark(String stream, long bucket, Duration keep) {
    var key = new Bucket(stream, bucket);
    if (!marked.contains(key)) {
      int ttl = Writes.ttl(keep);
      cluster.run(cluster.bind(MARK, stream, Place.dayOf(bucket), bucket, ttl));
      if (marked.size() > 100_000) {
        marked.clear();
      }
      marked.add(key);
    }
  }
}
