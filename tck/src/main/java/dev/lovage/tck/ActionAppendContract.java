// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.spi.LoggedAction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What is appended is there, once.
public abstract class ActionAppendContract extends ActionContract {

  @Test
  void an_action_comes_back_as_it_was() {
    var action =
        new LoggedAction(
            drafts.id(),
            "Åda Łøvelace 🐋 'quoted' \"twice\" \\ and\ttab".replace("\t", " "),
            "view:detail",
            Instant.parse("2025-12-31T23:59:59.123456Z"),
            "{\"title\":\"Größe, 漢字, \\u0000, \\\\n\",\"of\":[1,2.5,null,true]}");

    assertThat(append(List.of(action))).isEqualTo(1);

    assertThat(readAll()).containsExactly(action);
    assertThat(readUser(action.user(), 10)).containsExactly(action);
  }

  @Test
  void sizes_at_their_limits_are_kept() {
    var body = "\"" + "ß".repeat(LoggedAction.MAX_BODY - 2) + "\"";
    var user = "漢".repeat(LoggedAction.MAX_USER);
    var large =
        new LoggedAction(drafts.id(), user, "k".repeat(128), harness.clock().instant(), body);

    append(List.of(large));

    assertThat(readUser(user, 1)).extracting(LoggedAction::body).containsExactly(body);
    assertThat(readAll()).extracting(LoggedAction::user).containsExactly(user);
  }

  @Test
  void a_list_of_the_largest_size_is_kept_in_its_order() {
    var list = drafts.mixed(100, LoggedAction.MAX_LIST);

    assertThat(append(list)).isEqualTo(LoggedAction.MAX_LIST);

    var read = readAll();
    assertThat(read).containsExactlyInAnyOrderElementsOf(list);
    assertThat(of(read, "u42")).isEqualTo(of(list, "u42"));
  }

  static List<LoggedAction> of(List<LoggedAction> actions, String user) {
    return actions.stream().filter(action -> action.user().equals(user)).toList();
  }

  @Test
  void an_empty_list_is_nothing() {
    assertThat(append(List.of())).isZero();
    assertThat(readAll()).isEmpty();
  }

  @Test
  void what_is_appended_again_is_there_once() {
    var first = drafts.mixed(3, 200);
    var second = drafts.mixed(3, 100);
    append(first);

    assertRepeat(append(first), 0);
    assertRepeat(append(Stream.concat(first.stream(), second.stream()).toList()), 100);

    assertThat(readAll()).hasSize(300).doesNotHaveDuplicates();
    assertThat(readUser("u0", 1_000)).doesNotHaveDuplicates();
  }

  @Test
  void an_id_twice_in_a_list_is_one_action() {
    var action = drafts.of("ada");
    var list = new ArrayList<>(drafts.list("ada", 70));
    list.add(action);
    list.add(10, action);

    assertThat(append(list)).isEqualTo(71);

    assertThat(readAll()).hasSize(71);
    assertThat(readUser("ada", 1_000)).hasSize(71);
  }

  @Test
  void an_id_is_known_by_its_stream() {
    var action = drafts.of("ada");
    append(List.of(action));

    assertThat(log.append(stream + "-likes", KEEP, List.of(action))).isEqualTo(1);

    harness.settle();
    assertThat(readAll()).containsExactly(action);
    assertThat(log.readUser(stream + "-likes", "ada", dev.lovage.ActionCursor.END, 10).actions())
        .containsExactly(action);
  }

  @Test
  void an_id_of_any_kind_is_known_again() {
    var old = new UUID(0x0123_4567_89ab_4cdeL, 0x8123_4567_89ab_cdefL);
    var action = new LoggedAction(old, "ada", "view", Instant.parse("2020-01-01T00:00:00Z"), "1");

    assertThat(append(List.of(action))).isEqualTo(1);
    assertThat(append(List.of(action))).isZero();
    harness.settle();
    assertThat(harness.another().append(stream, KEEP, List.of(action))).isZero();

    assertThat(readAll()).containsExactly(action);
  }

  @Test
  void an_id_is_known_again_after_hours() {
    var actions = drafts.list("ada", 5);
    append(actions);
    harness.advance(java.time.Duration.ofHours(23));

    assertRepeat(append(actions), 0);

    assertThat(readAll()).hasSize(5);
  }
}
