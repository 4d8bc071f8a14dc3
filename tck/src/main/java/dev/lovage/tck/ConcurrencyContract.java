// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.TaskId;
import dev.lovage.TaskState;
import dev.lovage.spi.CancelResult;
import dev.lovage.spi.Engine;
import dev.lovage.spi.Enqueued;
import dev.lovage.spi.Lease;
import dev.lovage.spi.LeaseRequest;
import dev.lovage.spi.NewTask;
import dev.lovage.spi.Outcome;
import dev.lovage.spi.Report;
import dev.lovage.spi.Settlement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Several threads at a time, over two handles where the engine can share its store.
public abstract class ConcurrencyContract extends Contract {

  private static final int THREADS = 4;

  /// Runs the same in all threads, which take turns with the handles.
  private <T> List<T> together(Function<Engine, T> work) throws Exception {
    var handles = new ArrayList<>(List.of(engine));
    harness.another().ifPresent(handles::add);
    var calls =
        IntStream.range(0, THREADS)
            .<Callable<T>>mapToObj(i -> () -> work.apply(handles.get(i % handles.size())))
            .toList();
    var results = new ArrayList<T>();
    try (var threads = Executors.newFixedThreadPool(THREADS)) {
      for (var done : threads.invokeAll(calls, 30, TimeUnit.SECONDS)) {
        results.add(done.get());
      }
    }
    return results;
  }

  private static Settlement success(Lease lease) {
    var result = new Outcome.Succeeded(Long.toString(lease.token()));
    return new Settlement(lease, result, Report.empty());
  }

  /// Leases and settles until the store has nothing more; returns what this thread has settled.
  private static List<TaskId> drain(Engine handle) {
    var mine = new ArrayList<TaskId>();
    var request = request("w" + Thread.currentThread().threadId(), 3);
    var leases = handle.tasks().lease(request).leases();
    while (!leases.isEmpty()) {
      var settled = handle.tasks().settle(leases.stream().map(l -> success(l)).toList(), request);
      assertThat(settled.lost()).isEmpty();
      leases.forEach(lease -> mine.add(lease.task()));
      leases = settled.next().leases();
    }
    return mine;
  }

  @Test
  void workers_never_share_a_task_and_leave_none() throws Exception {
    var tasks = new ArrayList<NewTask>();
    for (int i = 0; i < 100; i++) {
      var first = draft();
      tasks.add(first.task());
      tasks.add(draft().after(first.task().id()).task());
    }
    tasks().enqueue(tasks);

    var settled = together(ConcurrencyContract::drain).stream().flatMap(List::stream).toList();

    assertThat(settled)
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(tasks.stream().map(NewTask::id).toList());
  }

  @Test
  void of_equal_submits_at_the_same_time_one_is_added() throws Exception {
    var same = IntStream.range(0, 20).mapToObj(i -> draft().task()).toList();

    var receipts =
        together(
                handle -> same.stream().map(task -> handle.tasks().enqueue(List.of(task))).toList())
            .stream()
            .flatMap(List::stream)
            .flatMap(List::stream)
            .toList();

    assertThat(receipts.stream().filter(Enqueued::added)).hasSize(20);
    assertThat(receipts.stream().map(Enqueued::version).distinct()).hasSize(20);
  }

  @Test
  void a_later_submit_has_a_higher_version_in_whatever_thread() throws Exception {
    var lists =
        together(handle ->
            IntStream.range(0, 25)
                .mapToObj(i -> handle.tasks().enqueue(List.of(draftSafely())).getFirst().version())
                .toList());

    assertThat(lists).allSatisfy(versions -> assertThat(versions).isSorted());
    assertThat(lists.stream().flatMap(List::stream).toList()).doesNotHaveDuplicates().hasSize(100);
  }

  private synchronized NewTask draftSafely() {
    return draft().task();
  }

  @Test
  void one_lease_is_settled_by_one_thread() throws Exception {
    var lease = running();

    var lost =
        together(handle ->
            handle.tasks().settle(List.of(success(lease)), LeaseRequest.none()).lost().size());

    assertThat(lost).containsExactlyInAnyOrder(0, 1, 1, 1);
  }

  @Test
  void a_task_is_cancelled_once() throws Exception {
    var id = submit();

    var results = together(handle -> handle.tasks().cancel(id));

    assertThat(results)
        .containsOnlyOnce(CancelResult.CANCELLED)
        .containsOnly(CancelResult.CANCELLED, CancelResult.ALREADY_FINAL);
  }

  @Test
  void predecessors_that_end_at_the_same_time_release_a_task_once() throws Exception {
    var leases = Stream.generate(this::running).limit(THREADS).toList();
    var last = submit(draft().after(leases.stream().map(Lease::task).toList()));
    var turns = new ArrayList<>(leases);

    together(handle -> {
      Lease mine;
      synchronized (turns) {
        mine = turns.removeLast();
      }
      return handle.tasks().settle(List.of(success(mine)), LeaseRequest.none());
    });

    assertThat(state(last)).isEqualTo(TaskState.QUEUED);
    assertThat(lease().task()).isEqualTo(last);
  }
}
