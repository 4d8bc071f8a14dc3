// SPDX-License-Identifier: Apache-2.0
package dev.lovage.testkit;

import dev.lovage.Task;
import dev.lovage.TaskState;
import dev.lovage.spi.Happening;
import dev.lovage.spi.JsonCodec;
import dev.lovage.spi.Mark;
import dev.lovage.spi.Tick;
import dev.lovage.spi.Ticker;
import dev.lovage.spi.ValueVersion;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/// Schedules and triggers with what has happened for them; guarded by the store's lock.
final class TickerTable {

  final Map<Key, Ticker> tickers = new TreeMap<>();
  private final Map<Key, TreeMap<String, Mark>> marks = new TreeMap<>();
  final Map<Long, Happening> happenings = new LinkedHashMap<>();
  private long lastNumber;
  private long lastRevision;

  record Key(Ticker.Kind kind, String name) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byKind = kind.compareTo(other.kind);
      return byKind != 0 ? byKind : name.compareTo(other.name);
    }
  }

  boolean put(Ticker ticker) {
    var key = new Key(ticker.kind(), ticker.name());
    var old = tickers.get(key);
    if (ticker.position().revision() != (old == null ? 0 : old.position().revision())) {
      return false;
    }
    move(key, ticker, ticker.position());
    return true;
  }

  boolean remove(Key key) {
    marks.remove(key);
    happenings.values().removeIf(h -> new Key(h.kind(), h.name()).equals(key));
    return tickers.remove(key) != null;
  }

  /// Whether the tick is to be carried out; then its cursor has moved.
  boolean advance(Tick tick) {
    var key = new Key(tick.kind(), tick.name());
    var ticker = tickers.get(key);
    if (ticker == null || ticker.paused()) {
      return false;
    }
    if (tick.next().revision() != Tick.ANY) {
      if (tick.next().revision() != ticker.position().revision()) {
        return false;
      }
      move(key, ticker, tick.next());
    }
    tick.happenings().forEach(happenings::remove);
    tick.marks().forEach(mark -> mark(key, mark));
    return true;
  }

  private void mark(Key key, Mark mark) {
    var own = marks.computeIfAbsent(key, k -> new TreeMap<>());
    if (mark.value() == null) {
      own.remove(mark.key());
    } else {
      var dueAt = mark.dueAt();
      own.put(
          mark.key(),
          new Mark(mark.key(), mark.value(), dueAt == null ? null : ManualTime.micros(dueAt)));
    }
  }

  Collection<Mark> marks(Key key) {
    return marks.getOrDefault(key, new TreeMap<>()).values();
  }

  private void move(Key key, Ticker ticker, Ticker.Position position) {
    var dueAt = position.dueAt();
    tickers.put(
        key,
        new Ticker(
            key.kind(),
            key.name(),
            ticker.definition(),
            new Ticker.Position(
                ++lastRevision, position.cursor(), dueAt == null ? null : ManualTime.micros(dueAt)),
            ticker.paused()));
  }

  void published(ValueVersion value, Instant now) {
    if (value.step() == ValueVersion.RESULT) {
      happened("value " + value.name(), new Published(value.name(), value.version()), now);
    }
  }

  void ended(Task task, Instant now) {
    var state = task.state();
    if (state == TaskState.SUCCEEDED || state == TaskState.FAILED) {
      var type = task.type().replaceFirst("@.*", "");
      happened(
          (state == TaskState.SUCCEEDED ? "succeeded " : "failed ") + type,
          new Ended(task.id().toString(), type, state),
          now);
    }
  }

  private void happened(String source, Record what, Instant now) {
    for (var ticker : tickers.values()) {
      if (!ticker.paused() && source.equals(ticker.definition().source())) {
        happenings.put(
            ++lastNumber,
            new Happening(
                lastNumber, ticker.kind(), ticker.name(), JsonCodec.encode("what", what), now));
      }
    }
  }

  record Published(String name, long version) {}

  record Ended(String task, String type, TaskState state) {}
}
