// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.spi.Enqueued;
import dev.lovage.spi.Fired;
import dev.lovage.spi.JsonCodec;
import dev.lovage.spi.NewTask;
import dev.lovage.spi.Tick;
import dev.lovage.spi.Ticker;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Moves schedules and triggers and accepts the tasks that they make. A thousand ticks are as few
/// statements as one: each takes its list as JSON.
final class Firing {

  private record Key(String kind, String name) {
    static Key of(Tick tick) {
      return new Key(tick.kind().name(), tick.name());
    }
  }

  private record Advance(
      String kind, String name, long revision, String cursor, @Nullable Long due) {}

  private record MarkRow(String key, @Nullable String value, @Nullable Long due) {}

  private record CauseRow(long seq, String cause) {}

  private Firing() {}

  static List<Fired> fire(Tx tx, List<Tick> ticks) throws SQLException {
    var won = won(tx, ticks);
    var tasks = new ArrayList<NewTask>();
    var happened = new ArrayList<Long>();
    for (var tick : ticks) {
      if (won.contains(Key.of(tick))) {
        tick.firings().forEach(firing -> tasks.add(firing.task()));
        happened.addAll(tick.happenings());
        setMarks(tx, tick);
      }
    }
    var answers = Enqueueing.enqueue(tx, tasks);
    if (!happened.isEmpty()) {
      tx.query("happened", JsonCodec.encode("happenings", happened)).update();
    }
    return answer(tx, ticks, won, answers);
  }

  private static void setMarks(Tx tx, Tick tick) throws SQLException {
    if (!tick.marks().isEmpty()) {
      var rows =
          tick.marks().stream()
              .map(m -> new MarkRow(m.key(), m.value(), micros(m.dueAt())))
              .toList();
      var json = JsonCodec.encode("marks", rows);
      tx.query("set_marks", tick.kind().name(), tick.name(), json).update();
      if (rows.stream().anyMatch(row -> row.value == null)) {
        tx.query("unset_marks", tick.kind().name(), tick.name(), json).update();
      }
    }
  }

  private static @Nullable Long micros(@Nullable Instant instant) {
    return instant == null ? null : Long.valueOf(Columns.micros(instant));
  }

  private static Set<Key> won(Tx tx, List<Tick> ticks) throws SQLException {
    var won = new HashSet<Key>();
    var advances = new ArrayList<Advance>();
    for (var tick : ticks) {
      var key = Key.of(tick);
      if (tick.next().revision() != Tick.ANY) {
        advances.add(advance(key, tick.next()));
      } else if (tx.query("is_ticking", key.kind, key.name).isTrue()) {
        won.add(key);
      }
    }
    if (!advances.isEmpty()) {
      var _ =
          tx.query("advance", JsonCodec.encode("ticks", advances))
              .list(row -> won.add(new Key(row.getString(1), row.getString(2))));
    }
    return won;
  }

  private static Advance advance(Key key, Ticker.Position next) {
    return new Advance(key.kind, key.name, next.revision(), next.cursor(), micros(next.dueAt()));
  }

  private static List<Fired> answer(Tx tx, List<Tick> ticks, Set<Key> won, List<Enqueued> answers)
      throws SQLException {
    var fired = new ArrayList<Fired>(ticks.size());
    var causes = new ArrayList<CauseRow>();
    int from = 0;
    for (var tick : ticks) {
      if (!won.contains(Key.of(tick))) {
        fired.add(Fired.lost());
        continue;
      }
      var own = answers.subList(from, from + tick.firings().size());
      from += own.size();
      fired.add(new Fired(true, own));
      for (int i = 0; i < own.size(); i++) {
        if (own.get(i).added()) {
          var cause = JsonCodec.encode("cause", tick.firings().get(i).cause());
          causes.add(new CauseRow(own.get(i).version(), cause));
        }
      }
    }
    if (!causes.isEmpty()) {
      tx.query("add_causes", JsonCodec.encode("causes", causes)).update();
    }
    return fired;
  }
}
