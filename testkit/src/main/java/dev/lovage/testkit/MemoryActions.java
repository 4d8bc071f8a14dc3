// SPDX-License-Identifier: Apache-2.0
package dev.lovage.testkit;

import dev.lovage.ActionCursor;
import dev.lovage.spi.ActionLog;
import dev.lovage.spi.ActionPage;
import dev.lovage.spi.LoggedAction;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/// An action log in memory: a numbered list under one lock. The reference for the others.
record MemoryActions(Shared shared) implements ActionLog {

  /// What the handles of one store share.
  static final class Shared {
    private final InstantSource clock;
    private final TreeMap<Long, Entry> entries = new TreeMap<>();
    private final Set<Known> known = new HashSet<>();
    private long last;

    Shared(InstantSource clock) {
      this.clock = clock;
    }
  }

  private record Entry(String stream, LoggedAction action, Instant came) {}

  private record Known(String stream, UUID id) {}

  @Override
  public String description() {
    return "in memory: gone with this process";
  }

  @Override
  public int append(String stream, Duration keep, List<LoggedAction> actions) {
    synchronized (shared) {
      int added = 0;
      for (var action : actions) {
        if (shared.known.add(new Known(stream, action.id()))) {
          shared.last++;
          shared.entries.put(shared.last, new Entry(stream, action, shared.clock.instant()));
          added++;
        }
      }
      return added;
    }
  }

  @Override
  public ActionPage read(String stream, ActionCursor after, int limit) {
    synchronized (shared) {
      var actions = new ArrayList<LoggedAction>();
      long next = number(after);
      for (var entry : shared.entries.tailMap(next, false).entrySet()) {
        if (entry.getValue().stream().equals(stream)) {
          if (actions.size() == limit) {
            return new ActionPage(actions, cursor(next), true);
          }
          next = entry.getKey();
          actions.add(entry.getValue().action());
        }
      }
      return new ActionPage(actions, cursor(next), false);
    }
  }

  @Override
  public ActionPage readUser(String stream, String user, ActionCursor before, int limit) {
    synchronized (shared) {
      var actions = new ArrayList<LoggedAction>();
      long next = number(before);
      for (var entry : shared.entries.headMap(next, false).descendingMap().entrySet()) {
        var value = entry.getValue();
        if (value.stream().equals(stream) && value.action().user().equals(user)) {
          if (actions.size() == limit) {
            return new ActionPage(actions, cursor(next), true);
          }
          next = entry.getKey();
          actions.add(value.action());
        }
      }
      return new ActionPage(actions, ActionCursor.START, false);
    }
  }

  @Override
  public long count(String stream, ActionCursor after, long most) {
    synchronized (shared) {
      return shared.entries.tailMap(number(after), false).values().stream()
          .filter(entry -> entry.stream().equals(stream))
          .limit(most)
          .count();
    }
  }

  @Override
  public ActionCursor newest(String stream) {
    synchronized (shared) {
      return cursor(shared.last);
    }
  }

  @Override
  public int prune(String stream, Duration keep, int limit) {
    synchronized (shared) {
      var old = shared.clock.instant().minus(keep);
      var gone =
          shared.entries.entrySet().stream()
              .filter(entry -> entry.getValue().stream().equals(stream))
              .filter(entry -> entry.getValue().came().isBefore(old))
              .limit(limit)
              .toList();
      for (var entry : gone) {
        shared.entries.remove(entry.getKey());
        shared.known.remove(new Known(stream, entry.getValue().action().id()));
      }
      return gone.size();
    }
  }

  private static long number(ActionCursor cursor) {
    if (cursor.equals(ActionCursor.START)) {
      return 0;
    }
    if (cursor.equals(ActionCursor.END)) {
      return Long.MAX_VALUE;
    }
    try {
      return Long.parseUnsignedLong(cursor.text());
    } catch (NumberFormatException e) {
      throw cursor.foreign();
    }
  }

  private static ActionCursor cursor(long number) {
    return number == 0 ? ActionCursor.START : new ActionCursor(Long.toString(number));
  }

  @Override
  public void check() {
    // Nothing can be wrong with a list.
  }

  @Override
  public void close() {
    // What it holds can still be read through any handle.
  }
}
