// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lovage.ActionCursor;
import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import dev.lovage.spi.LoggedAction;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Reading on from cursors, and by user.
public abstract class ActionReadContract extends ActionContract {

  @Test
  void a_reader_sees_each_action_once_whatever_the_page() {
    var all = drafts.mixed(7, 500);
    append(all);
    harness.settle();

    for (int limit : List.of(1, 7, 499, 500, 501, 10_000)) {
      var read = readFrom(log, ActionCursor.START, limit);
      assertThat(read).as("pages of %d", limit).hasSize(500).doesNotHaveDuplicates();
      assertThat(ActionAppendContract.of(read, "u3")).isEqualTo(ActionAppendContract.of(all, "u3"));
    }
  }

  @Test
  void a_reader_goes_on_where_it_was() {
    var cursor = ActionCursor.START;
    var seen = new ArrayList<LoggedAction>();
    var appended = new ArrayList<LoggedAction>();
    for (int round = 0; round < 5; round++) {
      var list = drafts.list("ada", 10 + round);
      append(list);
      appended.addAll(list);
      harness.settle();
      var page = harness.another().read(stream, new ActionCursor(cursor.text()), 1_000);
      while (page.more()) {
        seen.addAll(page.actions());
        page = log.read(stream, page.next(), 1_000);
      }
      seen.addAll(page.actions());
      cursor = page.next();
    }

    assertThat(seen).isEqualTo(appended);
  }

  @Test
  void an_empty_log_has_a_cursor_too() {
    harness.settle();
    var page = log.read(stream, ActionCursor.START, 10);
    assertThat(page.actions()).isEmpty();
    assertThat(page.more()).isFalse();
    var action = drafts.of("ada");
    append(List.of(action));
    harness.settle();

    assertThat(readFrom(log, page.next(), 10)).containsExactly(action);
  }

  @Test
  void a_cursor_behind_the_newest_sees_what_comes_next() {
    append(drafts.list("ada", 20));
    harness.settle();
    var newest = log.newest(stream);
    assertThat(readFrom(log, newest, 10)).isEmpty();
    var next = drafts.list("ada", 3);
    append(next);
    harness.settle();

    assertThat(readFrom(log, newest, 10)).isEqualTo(next);
    assertThat(log.count(stream, newest, 100)).isEqualTo(3);
  }

  @Test
  void streams_are_apart() {
    append(drafts.list("ada", 5));
    var likes = drafts.list("ada", 3);
    log.append(stream + "-likes", KEEP, likes);
    harness.settle();

    assertThat(readAll()).hasSize(5);
    assertThat(log.read(stream + "-likes", ActionCursor.START, 10).actions()).isEqualTo(likes);
    assertThat(log.readUser(stream + "-likes", "ada", ActionCursor.END, 10).actions()).hasSize(3);
    assertThat(log.count(stream + "-likes", ActionCursor.START, 100)).isEqualTo(3);
    assertThat(log.count(stream + "-nothing", ActionCursor.START, 100)).isZero();
    assertThat(log.read(stream + "-nothing", ActionCursor.START, 100).actions()).isEmpty();
  }

  @Test
  void a_count_goes_no_further_than_it_must() {
    append(drafts.mixed(3, 100));
    harness.settle();
    var tenth = log.read(stream, ActionCursor.START, 10).next();

    assertThat(log.count(stream, ActionCursor.START, Long.MAX_VALUE)).isEqualTo(100);
    assertThat(log.count(stream, tenth, 1_000)).isEqualTo(90);
    assertThat(log.count(stream, tenth, 25)).isEqualTo(25);
  }

  @Test
  void a_users_actions_come_newest_first_and_at_once() {
    var ada = new ArrayList<LoggedAction>();
    for (int round = 0; round < 30; round++) {
      var mixed = drafts.mixed(5, 50);
      append(mixed);
      ada.addAll(ActionAppendContract.of(mixed, "u2"));
    }

    var newestFirst = ada.reversed();
    for (int limit : List.of(1, 7, 300, 10_000)) {
      assertThat(readUser("u2", limit)).as("pages of %d", limit).isEqualTo(newestFirst);
    }
    assertThat(log.readUser(stream, "u2", ActionCursor.END, 3).actions())
        .isEqualTo(newestFirst.subList(0, 3));
    assertThat(readUser("nobody", 10)).isEmpty();
  }

  @Test
  void a_foreign_cursor_is_refused() {
    append(drafts.list("ada", 1));
    for (var text : List.of("nonsense", "12x", "-5", "0-0-0-0-0")) {
      var cursor = new ActionCursor(text);
      var refusal = catchThrowableOfType(LovageException.class, () -> log.read(stream, cursor, 10));
      assertThat(refusal).as(text).hasMessageStartingWith("cursor: ");
      assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID);
    }
  }

  @Test
  void what_is_there_says_so() {
    log.check();
    assertThat(log.description()).isNotBlank();
  }
}
