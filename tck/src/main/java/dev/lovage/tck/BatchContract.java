// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lovage.Batch;
import dev.lovage.RetryPolicy;
import dev.lovage.TaskFailedException;
import dev.lovage.TaskHandle;
import dev.lovage.TaskState;
import dev.lovage.TaskType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// Handlers that take many tasks at a time.
public abstract class BatchContract extends ApiContract {

  private static final Duration LONG = Duration.ofMinutes(10);

  private final List<List<Integer>> calls = new CopyOnWriteArrayList<>();

  private TaskType<Integer, Integer> doubling(int most, Duration within) {
    return lovage.task(
        "double",
        Integer.class,
        Integer.class,
        Batch.of(most, within, this::doubleAll),
        options -> options.retry(RetryPolicy.none()));
  }

  private List<Integer> doubleAll(List<Integer> numbers) {
    calls.add(List.copyOf(numbers));
    return numbers.stream().map(n -> 2 * n).toList();
  }

  @Test
  void a_full_batch_runs_at_once() throws Exception {
    var doubling = doubling(5, LONG);
    var handles = doubling.submitAll(List.of(1, 2, 3, 4, 5));
    start();

    for (int i = 0; i < 5; i++) {
      assertThat(handles.get(i).await(SOON)).isEqualTo(2 * (i + 1));
    }
    assertThat(calls).hasSize(1);
  }

  @Test
  void what_came_within_the_time_runs_together() throws Exception {
    var doubling = doubling(100, Duration.ofMillis(200));
    var handles = doubling.submitAll(List.of(1, 2, 3));
    start();

    for (int i = 0; i < 3; i++) {
      assertThat(handles.get(i).await(SOON)).isEqualTo(2 * (i + 1));
    }
    assertThat(calls.stream().mapToInt(List::size).sum()).isEqualTo(3);
  }

  @Test
  void no_call_takes_more_than_it_may() throws Exception {
    var doubling = doubling(4, Duration.ofMillis(50));
    var numbers = new ArrayList<Integer>();
    for (int i = 0; i < 30; i++) {
      numbers.add(i);
    }
    var handles = doubling.submitAll(numbers);
    start();

    for (int i = 0; i < 30; i++) {
      assertThat(handles.get(i).await(SOON)).isEqualTo(2 * i);
    }
    assertThat(calls).allMatch(call -> call.size() <= 4);
    assertThat(calls.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(numbers);
  }

  @Test
  void all_tasks_of_a_call_that_throws_fail_with_that() {
    var broken =
        lovage.task(
            "broken",
            Integer.class,
            Integer.class,
            Batch.<Integer, Integer>of(
                2,
                LONG,
                numbers -> {
                  throw new IllegalStateException("no model");
                }),
            options -> options.retry(RetryPolicy.none()));
    var handles = broken.submitAll(List.of(1, 2));
    start();

    for (var handle : handles) {
      assertThatThrownBy(() -> handle.await(SOON))
          .isInstanceOf(TaskFailedException.class)
          .hasMessageContaining("no model");
    }
  }

  @Test
  void tasks_can_fail_one_by_one() throws Exception {
    var picky =
        lovage.task(
            "picky",
            Integer.class,
            Integer.class,
            Batch.<Integer, Integer>each(
                3,
                LONG,
                items ->
                    items.forEach(item -> {
                      if (item.argument() == 2) {
                        item.fail(new IllegalArgumentException("not two"));
                      } else if (item.argument() != 3) {
                        item.complete(item.argument());
                      }
                    })),
            options -> options.retry(RetryPolicy.none()));
    var handles = picky.submitAll(List.of(1, 2, 3));
    start();

    assertThat(handles.get(0).await(SOON)).isEqualTo(1);
    assertThatThrownBy(() -> handles.get(1).await(SOON)).hasMessageContaining("not two");
    assertThatThrownBy(() -> handles.get(2).await(SOON)).hasMessageContaining("without its result");
  }

  @Test
  void a_wrong_number_of_results_fails_them_all() {
    var short1 =
        lovage.task(
            "short",
            Integer.class,
            Integer.class,
            Batch.<Integer, Integer>of(2, LONG, numbers -> List.of(1)),
            options -> options.retry(RetryPolicy.none()));
    var handles = short1.submitAll(List.of(1, 2));
    start();

    assertThatThrownBy(() -> handles.get(0).await(SOON)).hasMessageContaining("1 results for 2");
  }

  @Test
  void each_is_retried_by_its_own_policy() throws Exception {
    var flaky =
        lovage.task(
            "flaky",
            Integer.class,
            Integer.class,
            Batch.<Integer, Integer>each(
                2,
                Duration.ofMillis(20),
                items ->
                    items.forEach(item -> {
                      if (item.context().attempt() < item.argument()) {
                        item.fail(new IllegalStateException("not yet"));
                      } else {
                        item.complete(item.context().attempt());
                      }
                    })),
            options -> options.retry(RetryPolicy.fixed(5, Duration.ZERO)));
    var handles = flaky.submitAll(List.of(1, 3));
    start();

    assertThat(handles.get(0).await(SOON)).isEqualTo(1);
    assertThat(handles.get(1).await(SOON)).isEqualTo(3);
  }

  @Test
  void a_cancelled_task_leaves_and_the_others_go_on() throws Exception {
    var begun = new CountDownLatch(1);
    var end = new CountDownLatch(1);
    var slow =
        lovage.task(
            "slow",
            Integer.class,
            Integer.class,
            Batch.<Integer, Integer>of(
                2,
                LONG,
                numbers -> {
                  begun.countDown();
                  await(end);
                  return numbers;
                }));
    List<TaskHandle<Integer>> handles = slow.submitAll(List.of(1, 2));
    start();
    await(begun);

    handles.get(0).cancel();
    eventually(() -> handles.get(0).state() == TaskState.CANCELLED);
    end.countDown();

    assertThat(handles.get(1).await(SOON)).isEqualTo(2);
  }

  @Test
  void a_call_is_interrupted_when_all_its_tasks_are_cancelled() throws Exception {
    var begun = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    var endless =
        lovage.task(
            "endless",
            Integer.class,
            Integer.class,
            Batch.<Integer, Integer>of(
                2,
                LONG,
                numbers -> {
                  begun.countDown();
                  try {
                    new CountDownLatch(1).await();
                  } finally {
                    interrupted.countDown();
                  }
                  return numbers;
                }));
    var handles = endless.submitAll(List.of(1, 2));
    start();
    await(begun);

    handles.forEach(TaskHandle::cancel);

    await(interrupted);
  }
}
