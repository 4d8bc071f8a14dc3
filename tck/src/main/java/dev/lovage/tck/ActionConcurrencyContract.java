// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.ActionCursor;
import dev.lovage.spi.ActionLog;
import dev.lovage.spi.LoggedAction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// Many append and many read at a time, over two handles: each reader sees every action once, and
/// one user's in their order.
public abstract class ActionConcurrencyContract extends ActionContract {

  private static final int APPENDERS = 6;
  private static final int READERS = 3;
  private static final int LISTS = 40;

  private record Reader(ActionLog log, String stream, AtomicBoolean done)
      implements Callable<List<LoggedAction>> {

    /// Reads until the appenders have stopped and nothing more comes.
    @Override
    public List<LoggedAction> call() {
      var seen = new ArrayList<LoggedAction>();
      var cursor = ActionCursor.START;
      while (true) {
        boolean last = done.get();
        var page = log.read(stream, cursor, 100);
        seen.addAll(page.actions());
        cursor = new ActionCursor(page.next().text());
        if (last && page.actions().isEmpty() && !page.more()) {
          return seen;
        }
      }
    }
  }

  @Test
  void each_reader_sees_every_action_once_and_each_user_in_order() throws Exception {
    var other = harness.another();
    var done = new AtomicBoolean();
    var appended = new ArrayList<LoggedAction>();
    try (var threads = Executors.newFixedThreadPool(APPENDERS + READERS)) {
      var readers = new ArrayList<Future<List<LoggedAction>>>();
      for (int i = 0; i < READERS; i++) {
        readers.add(threads.submit(new Reader(i % 2 == 0 ? log : other, stream, done)));
      }
      var appenders = new ArrayList<Future<List<LoggedAction>>>();
      for (int i = 0; i < APPENDERS; i++) {
        int appender = i;
        appenders.add(threads.submit(() -> appendAll(appender % 2 == 0 ? log : other, appender)));
      }
      for (var appender : appenders) {
        appended.addAll(appender.get(120, TimeUnit.SECONDS));
      }
      harness.settle();
      done.set(true);
      for (var reader : readers) {
        check(reader.get(120, TimeUnit.SECONDS), appended);
      }
    }
    check(readAll(), appended);
  }

  /// Lists of all sizes, some of them twice; each appender has users of its own.
  private List<LoggedAction> appendAll(ActionLog to, int appender) {
    var mine = new ArrayList<LoggedAction>();
    for (int i = 0; i < LISTS; i++) {
      var list = new ArrayList<LoggedAction>();
      for (int j = 0; j < 1 + (i * 37 + appender) % 90; j++) {
        list.add(drafts.of("user-" + appender + "-" + j % 3));
      }
      assertThat(to.append(stream, KEEP, list)).isEqualTo(list.size());
      if (i % 5 == 0) {
        assertRepeat(to.append(stream, KEEP, list), 0);
      }
      mine.addAll(list);
    }
    return mine;
  }

  private static void check(List<LoggedAction> seen, List<LoggedAction> appended) {
    assertThat(new HashSet<>(seen)).hasSize(seen.size()).isEqualTo(new HashSet<>(appended));
    assertThat(byUser(seen)).isEqualTo(byUser(appended));
  }

  private static Map<String, List<LoggedAction>> byUser(List<LoggedAction> actions) {
    var users = new HashMap<String, List<LoggedAction>>();
    actions.forEach(
        action -> users.computeIfAbsent(action.user(), user -> new ArrayList<>()).add(action));
    return users;
  }

  @Test
  void the_same_list_from_many_callers_is_there_once() throws Exception {
    var other = harness.another();
    var list = drafts.mixed(3, 300);
    try (var threads = Executors.newFixedThreadPool(APPENDERS)) {
      var calls = new ArrayList<Future<Integer>>();
      for (int i = 0; i < APPENDERS; i++) {
        var to = i % 2 == 0 ? log : other;
        calls.add(threads.submit(() -> to.append(stream, KEEP, list)));
      }
      for (var call : calls) {
        call.get(60, TimeUnit.SECONDS);
      }
    }

    check(readAll(), list);
    assertThat(readUser("u0", 1_000)).hasSize(100);
  }
}
