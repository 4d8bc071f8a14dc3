// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Lets tasks with limits through to be leased, as many as their keys may have at the time. A task
/// that may not is held: it is queued, and not in the index that leases go by, so a lease never
/// passes over it. Whoever moves such a task notes its key here, and before the commit, and before
/// a lease, each key that was noted is looked at once.
final class Limits {

  /// What limits are counted by.
  private record Key(String queue, String name) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byQueue = queue.compareTo(other.queue);
      return byQueue != 0 ? byQueue : name.compareTo(other.name);
    }
  }

  private record Held(long seq, int concurrency, long interval, int burst) {}

  private record Busy(long all, long promised) {}

  // In order, so that two transactions lock them in the same one.
  private final Set<Key> touched = new TreeSet<>();
  private final Map<Key, Long> begun = new HashMap<>();
  private final Tx tx;

  Limits(Tx tx) {
    this.tx = tx;
  }

  /// A task of this key came into or left the queue or its attempt.
  void touch(String queue, String key) {
    touched.add(new Key(queue, key));
  }

  /// An attempt begins that takes a token, of which one comes in each interval.
  void begin(String queue, String key, long interval) {
    var own = new Key(queue, key);
    touched.add(own);
    begun.merge(own, interval, Long::sum);
  }

  /// Notes the buckets in which there is a token again.
  void open() throws SQLException {
    tx.query("open_buckets", tx.now())
        .list(row -> touched.add(new Key(row.getString(1), row.getString(2))));
  }

  /// Looks at the keys that were noted.
  ///
  /// @return whether there was one
  boolean admit() throws SQLException {
    boolean any = !touched.isEmpty();
    var queues = new TreeMap<String, List<String>>();
    touched.forEach(key -> queues.computeIfAbsent(key.queue, _ -> new ArrayList<>()).add(key.name));
    for (var queue : queues.entrySet()) {
      admit(queue.getKey(), queue.getValue());
    }
    touched.clear();
    begun.clear();
    return any;
  }

  private void admit(String queue, List<String> names) throws SQLException {
    // One for the queue: a transaction that settles under one key and leases under another would
    // lock single keys in an order that another one has turned round.
    tx.dialect().lockKey(tx, "limits " + queue);
    for (var name : names) {
      var key = new Key(queue, name);
      var taken = begun.get(key);
      if (taken != null) {
        tx.query("take_tokens", queue, name, Math.max(takenUntil(key), tx.now()) + taken).update();
      }
    }
    for (var name : tx.dialect().admitAlike(tx, queue, names)) {
      admit(new Key(queue, name));
    }
  }

  private void admit(Key key) throws SQLException {
    Long opensAt = null;
    long busy = -1;
    long promised = 0;
    while (true) {
      var held =
          tx.query("held_next", key.queue, key.name)
              .first(row -> new Held(row.getLong(1), row.getInt(2), row.getLong(3), row.getInt(4)));
      if (held.isEmpty()) {
        break;
      }
      if (busy < 0) {
        var counts =
            tx.query("busy", key.queue, key.name)
                .first(row -> new Busy(row.getLong(1), row.getLong(2)))
                .orElseThrow();
        busy = counts.all;
        promised = counts.promised;
      }
      var next = held.get();
      if (next.concurrency > 0 && busy >= next.concurrency) {
        break;
      }
      if (next.interval > 0) {
        // A token beside those that ready tasks will take.
        if (promised >= next.burst) {
          break;
        }
        long at = takenUntil(key) - (next.burst - promised - 1) * next.interval;
        if (at > tx.now()) {
          opensAt = at;
          break;
        }
        promised++;
      }
      tx.query("admit", next.seq).update();
      tx.readyAgain();
      busy++;
    }
    tx.query("bucket_opens", opensAt, key.queue, key.name).update();
  }

  /// The time until which tokens have been taken (the generic cell rate algorithm of ITU-T I.371).
  private long takenUntil(Key key) throws SQLException {
    return tx.query("bucket", key.queue, key.name)
        .first(row -> row.getLong(1))
        .orElse(Long.MIN_VALUE / 2);
  }
}
