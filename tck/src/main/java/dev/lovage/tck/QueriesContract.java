// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import static dev.lovage.TaskState.FAILED;
import static dev.lovage.TaskState.QUEUED;
import static dev.lovage.TaskState.RETRYING;
import static dev.lovage.TaskState.RUNNING;
import static dev.lovage.TaskState.SCHEDULED;
import static dev.lovage.TaskState.SUCCEEDED;
import static dev.lovage.TaskState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.Task;
import dev.lovage.TaskId;
import dev.lovage.TaskState;
import dev.lovage.spi.QueueStatus;
import dev.lovage.spi.TaskFilter;
import dev.lovage.spi.TaskLookup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What can be read.
public abstract class QueriesContract extends Contract {

  private static final TaskFilter ALL = filter(null, null, null);

  private static TaskFilter filter(
      @Nullable TaskState state, @Nullable String type, @Nullable String queue) {
    return new TaskFilter(state, type, queue, null, 100);
  }

  private List<TaskId> listed(TaskFilter filter) {
    return queries().list(filter).tasks().stream().map(Task::id).toList();
  }

  @Test
  void an_empty_store_has_nothing_to_show() {
    assertThat(queries().list(ALL).tasks()).isEmpty();
    assertThat(queries().list(ALL).next()).isNull();
    assertThat(queries().queues()).isEmpty();
    assertThat(queries().workers()).isEmpty();
    assertThat(queries().states(List.of())).isEmpty();
  }

  @Test
  void an_id_that_was_never_accepted_is_unknown() {
    var id = newId();

    assertThat(queries().find(id)).isEqualTo(new TaskLookup.Unknown());
    assertThat(queries().log(id)).isEmpty();
    assertThat(queries().states(List.of(id))).isEmpty();
  }

  @Test
  void tasks_are_listed_newest_first_as_they_are_found() {
    var first = submit(draft().priority(9).publishes("v"));
    var second = retry(running(draft().priority(9)), Duration.ofHours(1));
    var third = submit();

    var page = queries().list(ALL);

    assertThat(page.tasks()).containsExactly(task(third), task(second), task(first));
    assertThat(page.next()).isNull();
  }

  @Test
  void a_list_can_be_narrowed_by_state_type_and_queue() {
    var a = submit(draft().type("a"));
    var b = submit(draft().type("b").queue("other"));
    var c = submit(draft().type("b").delay(Duration.ofHours(1)));
    var d = fail(running());

    assertThat(listed(filter(QUEUED, null, null))).containsExactly(b, a);
    assertThat(listed(filter(SCHEDULED, null, null))).containsExactly(c);
    assertThat(listed(filter(FAILED, null, null))).containsExactly(d);
    assertThat(listed(filter(RUNNING, null, null))).isEmpty();
    assertThat(listed(filter(null, "b", null))).containsExactly(c, b);
    assertThat(listed(filter(null, null, "other"))).containsExactly(b);
    assertThat(listed(filter(QUEUED, "b", "other"))).containsExactly(b);
    assertThat(listed(filter(QUEUED, "b", "default"))).isEmpty();
    assertThat(listed(filter(null, "never", null))).isEmpty();
  }

  @Test
  void pages_follow_one_another_without_gap_or_overlap() {
    var ids = IntStream.range(0, 10).mapToObj(i -> submit()).toList();
    var read = new ArrayList<TaskId>();

    var page = queries().list(new TaskFilter(null, null, null, null, 4));
    for (var next = page.next(); next != null; next = page.next()) {
      assertThat(page.tasks()).hasSize(4);
      page.tasks().forEach(task -> read.add(task.id()));
      // What is submitted meanwhile is newer, so it does not shift the pages.
      submit();
      page = queries().list(new TaskFilter(null, null, null, next, 4));
    }
    page.tasks().forEach(task -> read.add(task.id()));

    assertThat(read).containsExactlyElementsOf(ids.reversed());
  }

  @Test
  void a_last_page_that_is_just_full_has_no_next_one() {
    submit(draft().type("a"));
    submit(draft().type("b"));
    submit(draft().type("a"));

    assertThat(queries().list(new TaskFilter(null, "a", null, null, 2)).next()).isNull();
    assertThat(queries().list(new TaskFilter(null, null, null, null, 2)).next()).isNotNull();
  }

  @Test
  void the_states_of_many_tasks_are_read_at_once() {
    var done = succeed(running());
    var open = submit();
    var unknown = newId();

    assertThat(queries().states(List.of(done, unknown, open)))
        .isEqualTo(Map.of(done, SUCCEEDED, open, QUEUED));
  }

  @Test
  void the_states_of_thousands_of_tasks_are_read_at_once() {
    var drafts = IntStream.range(0, 2_500).mapToObj(i -> draft().task()).toList();
    tasks().enqueue(drafts);

    assertThat(queries().states(drafts.stream().map(task -> task.id()).toList())).hasSize(2_500);
  }

  @Test
  void queues_count_what_has_not_ended_by_state() {
    succeed(running(draft().queue("default")));
    fail(running());
    retry(running(), Duration.ofHours(1));
    var running = running();
    submit(draft().after(running.task()));
    submit();
    submit();
    submit(draft().delay(Duration.ofHours(1)));
    submit(draft().queue("another"));

    assertThat(queries().queues())
        .containsExactly(
            new QueueStatus("another", Map.of(QUEUED, 1L)),
            new QueueStatus(
                "default",
                Map.of(RUNNING, 1L, QUEUED, 2L, RETRYING, 1L, SCHEDULED, 1L, WAITING, 1L)));
  }

  @Test
  void a_queue_whose_tasks_have_all_ended_is_not_listed() {
    succeed(running());

    assertThat(queries().queues()).isEmpty();
  }

  @Test
  void reading_changes_nothing() {
    var id = submit(draft().delay(Duration.ofSeconds(1)).expiry(Duration.ofSeconds(2)));
    advance(Duration.ofSeconds(5));

    assertThat(state(id)).isEqualTo(SCHEDULED);
    queries().queues();
    queries().list(ALL);
    assertThat(state(id)).isEqualTo(SCHEDULED);
  }
}
