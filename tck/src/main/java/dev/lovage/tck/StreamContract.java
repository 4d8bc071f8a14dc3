// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import dev.lovage.TaskState;
import dev.lovage.spi.Enqueued;
import dev.lovage.spi.InTurn;
import dev.lovage.spi.NewTask;
import dev.lovage.spi.TaskLookup;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Long lists, and streams of them.
public abstract class StreamContract extends Contract {

  private static final int MANY = 700;

  private List<NewTask> list() {
    return IntStream.range(0, MANY)
        .mapToObj(i -> draft().argument(Integer.toString(i)).task())
        .toList();
  }

  private List<Enqueued> enqueue(List<NewTask> list, InTurn turn) {
    try {
      var answer = tasks().enqueue(list, turn);
      turn.accepted();
      return answer;
    } catch (RuntimeException e) {
      turn.failed(e);
      throw e;
    }
  }

  @Test
  void the_lists_of_a_stream_are_accepted_in_their_order_whichever_is_there_first() {
    var lists = IntStream.range(0, 4).mapToObj(i -> list()).toList();
    var turns = Stream.iterate(InTurn.first(), InTurn::next).limit(lists.size()).toList();
    var answers = new ArrayList<CompletableFuture<List<Enqueued>>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = lists.size() - 1; i >= 0; i--) {
        int one = i;
        answers.addFirst(
            CompletableFuture.supplyAsync(() -> enqueue(lists.get(one), turns.get(one)), threads));
      }
    }

    var versions = answers.stream().flatMap(a -> a.join().stream()).map(Enqueued::version).toList();
    assertThat(versions).isSorted().doesNotHaveDuplicates().hasSize(4 * MANY);
    assertThat(answers.getLast().join())
        .extracting(Enqueued::id)
        .isEqualTo(lists.getLast().stream().map(NewTask::id).toList());
    assertThat(lease(10).getFirst().task()).isEqualTo(lists.getFirst().getFirst().id());
  }

  @Test
  void no_list_of_a_stream_is_accepted_after_one_that_was_not() {
    var first = InTurn.first();
    var second = first.next();
    var third = second.next();
    var lists = List.of(list(), list());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var two = CompletableFuture.supplyAsync(() -> enqueue(lists.getFirst(), second), threads);
      var three = CompletableFuture.supplyAsync(() -> enqueue(lists.getLast(), third), threads);
      first.failed(new LovageException(ErrorCode.FULL, "queue: is full"));

      for (var answer : List.of(two, three)) {
        assertThatThrownBy(answer::join)
            .isInstanceOf(CompletionException.class)
            .hasRootCauseMessage("queue: is full");
      }
    }
    lists.forEach(list ->
        assertThat(engine.queries().find(list.getFirst().id()))
            .isInstanceOf(TaskLookup.Unknown.class));
    assertThat(lease(10)).isEmpty();
  }

  @Test
  void a_long_list_leaves_what_is_known_as_it_is() {
    var first = list();
    tasks().enqueue(first.subList(0, MANY / 2));
    succeed(lease(1).getFirst());
    var again = new ArrayList<>(first.reversed());
    again.addAll(first);

    var receipts = tasks().enqueue(again);

    assertThat(receipts)
        .extracting(Enqueued::id)
        .isEqualTo(again.stream().map(NewTask::id).toList());
    assertThat(receipts).filteredOn(Enqueued::added).hasSize(MANY / 2);
    assertThat(receipts.subList(MANY, 2 * MANY)).noneMatch(Enqueued::added);
    receipts.forEach(r -> assertThat(task(r.id()).version()).isEqualTo(r.version()));
    assertThat(state(first.getFirst().id())).isEqualTo(TaskState.SUCCEEDED);
    assertThat(found(first.getLast().id()).argument()).isEqualTo(Integer.toString(MANY - 1));
  }
}
