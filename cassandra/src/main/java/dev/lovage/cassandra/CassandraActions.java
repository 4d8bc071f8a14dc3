// SPDX-License-Identifier: Apache-2.0
package dev.lovage.cassandra;

import dev.lovage.ActionCursor;
import dev.lovage.spi.ActionBacklog;
import dev.lovage.spi.ActionLog;
import dev.lovage.spi.ActionPage;
import dev.lovage.spi.LoggedAction;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;

/// The action log in Cassandra. An action's place is the time in its id, so that it may be written
/// again with no harm. What comes with an id of the last moments is written at once; a read by
/// cursor stays behind by the settle time, within which all such writes have ended. For any other
/// id a place of now is claimed.
final class CassandraActions implements ActionLog {

  private static final int MOST_WAITING = 50_000;
  private static final int COUNTED_AT_ONCE = 10_000;

  private final CassandraUrl url;
  private final InstantSource clock;
  private final Cluster cluster;
  private final Streams streams;
  private final Writes writes;
  private final Claims claims;
  private final ActionBacklog backlog = new ActionBacklog(MOST_WAITING);

  private CassandraActions(CassandraUrl url, InstantSource clock, Cluster cluster) {
    this.url = url;
    this.clock = clock;
    this.cluster = cluster;
    this.streams = new Streams(cluster, url.layout().shards());
    this.writes = new Writes(cluster);
    this.claims = new Claims(cluster);
  }

  static CassandraActions open(CassandraUrl url, InstantSource clock) {
    return new CassandraActions(url, clock, Cluster.open(url));
  }

  @Override
  public String description() {
    return url.description();
  }

  @Override
  public int append(String stream, Duration keep, List<LoggedAction> actions) {
    return actions.isEmpty()
        ? 0
        : backlog.within(actions.size(), () -> write(stream, keep, actions));
  }

  private int write(String stream, Duration keep, List<LoggedAction> actions) {
    long now = clock.millis();
    var settle = url.layout().settle();
    var unique = new LinkedHashMap<UUID, LoggedAction>(2 * actions.size());
    actions.forEach(action -> unique.putIfAbsent(action.id(), action));
    // An id may be some seconds older.
    var first = new Place(Place.at(now - 60_000), new UUID(0, 0));
    var cut = streams.require(stream, first.period());
    var placed = new ArrayList<Writes.Placed>(unique.size());
    var others = new ArrayList<LoggedAction>();
    for (var action : unique.values()) {
      if (Claims.isFresh(action.id(), now, settle.toMillis() / 4)) {
        placed.add(new Writes.Placed(Place.of(action.id()), action));
      } else {
        others.add(action);
      }
    }
    if (!others.isEmpty()) {
      placed.addAll(claims.place(stream, cut, keep, others, now));
    }
    placed.stream()
        .mapToLong(one -> one.place().bucket())
        .distinct()
        .forEach(bucket -> streams.mark(stream, bucket, keep));
    writes.write(stream, cut, keep, placed, settle.dividedBy(2));
    return placed.size();
  }

  private long horizon() {
    return Place.at(clock.instant().minus(url.layout().settle()).toEpochMilli());
  }

  @Override
  public ActionPage read(String stream, ActionCursor after, int limit) {
    var from = Place.of(after);
    var cut = streams.find(stream);
    if (cut.isEmpty()) {
      return new ActionPage(List.of(), after, false);
    }
    var found = new Reads(cluster).read(stream, cut.get(), from, horizon(), limit);
    return new ActionPage(
        found.actions().stream().map(Writes.Placed::action).toList(),
        found.next().cursor(),
        found.more());
  }

  @Override
  public ActionPage readUser(String stream, String user, ActionCursor before, int limit) {
    var from = Place.of(before);
    var cut = streams.find(stream);
    if (cut.isEmpty()) {
      return new ActionPage(List.of(), ActionCursor.START, false);
    }
    var now = new Place(Place.at(clock.millis() + 60_000), new UUID(0, 0));
    var found = new UserReads(cluster).read(stream, user, cut.get(), from, now.period(), limit + 1);
    boolean more = found.size() > limit;
    var shown = more ? found.subList(0, limit) : found;
    return new ActionPage(
        shown.stream().map(Writes.Placed::action).toList(),
        shown.isEmpty() ? ActionCursor.START : shown.getLast().place().cursor(),
        more);
  }

  @Override
  public long count(String stream, ActionCursor after, long most) {
    var from = Place.of(after);
    var cut = streams.find(stream);
    long horizon = horizon();
    long count = 0;
    boolean more = cut.isPresent();
    while (more && count < most) {
      int limit = (int) Math.min(COUNTED_AT_ONCE, most - count);
      var found = new Reads(cluster).read(stream, cut.orElseThrow(), from, horizon, limit);
      count += found.actions().size();
      from = found.next();
      more = found.more();
    }
    return count;
  }

  @Override
  public ActionCursor newest(String stream) {
    return new Place(Math.max(0, horizon() - 1), new UUID(-1, -1)).cursor();
  }

  /// Cassandra forgets by itself what was written with a time to live.
  @Override
  public int prune(String stream, Duration keep, int limit) {
    return 0;
  }

  @Override
  public void check() {
    streams.check();
  }

  @Override
  public void close() {
    cluster.close();
  }
}
