// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.LovageException;
import dev.lovage.spi.Enqueued;
import dev.lovage.spi.NewTask;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;

/// Brings submits of many callers into few transactions: while one is on its way to the disk, those
/// that come gather for the next.
final class PostgresLanes implements AutoCloseable {

  private static final int LANES = 2;
  private static final int MAX_GROUP = 256;

  private final Writes writes;
  private final PostgresFailures failures;
  private final LinkedBlockingQueue<Call> calls = new LinkedBlockingQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean closing;

  private record Call(List<NewTask> tasks, CompletableFuture<List<Enqueued>> answer) {}

  private PostgresLanes(Writes writes, PostgresFailures failures) {
    this.writes = writes;
    this.failures = failures;
  }

  static PostgresLanes open(Writes writes, PostgresFailures failures) {
    var lanes = new PostgresLanes(writes, failures);
    for (int i = 1; i <= LANES; i++) {
      lanes.threads.add(
          Thread.ofPlatform().daemon().name("lovage-enqueue-" + i).start(lanes::work));
    }
    return lanes;
  }

  List<Enqueued> enqueue(List<NewTask> tasks) {
    var call = new Call(tasks, new CompletableFuture<>());
    if (closing) {
      throw failures.closed();
    }
    calls.add(call);
    if (closing && calls.remove(call)) {
      throw failures.closed();
    }
    try {
      return call.answer.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof LovageException cause) {
        // A stack of this thread too, as the lane's own says nothing of the caller.
        throw new LovageException(cause.code(), String.valueOf(cause.getMessage()), cause);
      }
      throw e;
    }
  }

  private void work() {
    var group = new ArrayList<Call>();
    while (!closing || !calls.isEmpty()) {
      try {
        group.add(calls.take());
        calls.drainTo(group, MAX_GROUP - 1);
        run(group);
      } catch (InterruptedException e) {
        // close() ends this thread, nobody else.
      } finally {
        group.clear();
      }
    }
  }

  private void run(List<Call> group) {
    try {
      var tasks = group.stream().flatMap(call -> call.tasks.stream()).toList();
      var all =
          writes.durably(tx -> {
            tx.fresh();
            return Enqueueing.enqueue(tx, tasks);
          });
      int from = 0;
      for (var call : group) {
        int to = from + call.tasks.size();
        call.answer.complete(List.copyOf(all.subList(from, to)));
        from = to;
      }
    } catch (RuntimeException | Error e) {
      if (group.size() == 1 || (e instanceof LovageException known && known.isTransient())) {
        group.forEach(call -> call.answer.completeExceptionally(e));
      } else {
        // One of them failed; each alone shows which, and the others are not harmed.
        group.forEach(call -> run(List.of(call)));
      }
    }
  }

  @Override
  public void close() {
    closing = true;
    threads.forEach(Thread::interrupt);
    for (var thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
