// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.Rate;
import dev.lovage.TaskHandle;
import dev.lovage.TaskOptions;
import dev.lovage.TaskState;
import dev.lovage.TaskType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Keys and limits as one says them, and workers that keep to them.
public abstract class SharingContract extends ApiContract {

  /// What a task is about.
  public record Report(String tenant, int page) {}

  private final ConcurrentHashMap<String, AtomicInteger> running = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, Integer> most = new ConcurrentHashMap<>();

  private TaskType<Report, Integer> reports(Consumer<TaskOptions<Integer>> options) {
    return lovage.task(
        "report",
        Report.class,
        Integer.class,
        report -> {
          int now =
              running.computeIfAbsent(report.tenant, t -> new AtomicInteger()).incrementAndGet();
          most.merge(report.tenant, now, Math::max);
          for (int i = 0; i < 1_000; i++) {
            Thread.onSpinWait();
          }
          running.get(report.tenant).decrementAndGet();
          return report.page;
        },
        options);
  }

  private static void awaitAll(List<TaskHandle<Integer>> handles) throws Exception {
    for (var handle : handles) {
      handle.await(SOON);
    }
  }

  @Test
  void the_key_is_made_of_the_argument_and_its_limit_holds_in_all_workers() throws Exception {
    var reports = reports(options -> options.key("{tenant}").concurrencyPerKey(1));
    var handles = new ArrayList<TaskHandle<Integer>>();
    for (int i = 0; i < 30; i++) {
      handles.add(reports.submit(new Report("tenant" + i % 2, i)));
    }
    start();
    start();

    awaitAll(handles);

    assertThat(most).containsEntry("tenant0", 1).containsEntry("tenant1", 1);
  }

  @Test
  void a_queue_that_may_run_one_at_a_time_does_so_in_all_workers() throws Exception {
    lovage.concurrency("default", 1);
    var reports = reports(options -> {});
    var handles = new ArrayList<TaskHandle<Integer>>();
    for (int i = 0; i < 20; i++) {
      handles.add(reports.submit(new Report("all", i)));
    }
    start();
    start();

    awaitAll(handles);

    assertThat(most).containsEntry("all", 1);
  }

  @Test
  void a_limit_without_a_key_is_for_the_whole_type() throws Exception {
    var reports = reports(options -> options.ratePerKey(Rate.of(1, Duration.ofHours(1)).burst(2)));
    var handles = new ArrayList<TaskHandle<Integer>>();
    for (int i = 0; i < 3; i++) {
      handles.add(reports.submit(new Report("tenant" + i, i)));
    }
    start();

    handles.get(0).await(SOON);
    handles.get(1).await(SOON);
    assertThat(handles.get(2).state()).isEqualTo(TaskState.QUEUED);
    advance(Duration.ofMinutes(59));
    assertThat(handles.get(2).state()).isEqualTo(TaskState.QUEUED);
    advance(Duration.ofMinutes(1));
    handles.get(2).await(SOON);
  }

  @Test
  void a_submit_can_name_the_key_itself() throws Exception {
    var reports = reports(options -> options.concurrencyPerKey(1));
    var handles = new ArrayList<TaskHandle<Integer>>();
    for (int i = 0; i < 10; i++) {
      handles.add(reports.submit(new Report("same", i), options -> options.key("k")));
    }
    start();
    start();

    awaitAll(handles);

    assertThat(most).containsEntry("same", 1);
  }

  @Test
  void the_last_of_a_debounced_run_is_computed() throws Exception {
    var reports = reports(options -> {});
    var handles = new ArrayList<TaskHandle<Integer>>();
    for (int i = 0; i < 5; i++) {
      handles.add(
          reports.submit(
              new Report("d", i), options -> options.debounce("page", Duration.ofSeconds(10))));
    }
    start();
    advance(Duration.ofSeconds(10));

    assertThat(handles.getLast().await(SOON)).isEqualTo(4);
  }

  @Test
  void the_first_of_a_throttled_run_stands_for_all() throws Exception {
    var reports = reports(options -> {});
    var handles = new ArrayList<TaskHandle<Integer>>();
    for (int i = 0; i < 5; i++) {
      handles.add(
          reports.submit(
              new Report("t", i), options -> options.throttle("page", Duration.ofSeconds(10))));
    }
    start();

    for (var handle : handles) {
      assertThat(handle.await(SOON)).isZero();
    }
  }
}
