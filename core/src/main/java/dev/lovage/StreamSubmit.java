// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import dev.lovage.spi.InTurn;
import dev.lovage.spi.NewTask;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Submits any number of tasks, a thousand in a transaction and in their order: while three lists
/// are on their way, the next is made.
final class StreamSubmit {

  private static final int BATCH = 1_000;
  private static final int AHEAD = 3;

  private final Submitter submitter;
  private final Deque<Future<Integer>> underWay = new ArrayDeque<>();
  private long accepted;

  StreamSubmit(Submitter submitter) {
    this.submitter = submitter;
  }

  /// @return how many were accepted
  /// @throws LovageException as for one submit; the message says how many tasks were accepted
  ///   before
  long all(Iterator<NewTask> tasks) {
    try (var sender = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory())) {
      try {
        sendAll(tasks, sender);
        while (!underWay.isEmpty()) {
          awaitAnswer();
        }
        return accepted;
      } catch (LovageException e) {
        throw counted(e);
      }
    }
  }

  private void sendAll(Iterator<NewTask> tasks, ExecutorService sender) {
    var batch = new ArrayList<NewTask>(BATCH);
    var turn = InTurn.first();
    while (tasks.hasNext()) {
      batch.add(tasks.next());
      if (batch.size() == BATCH || !tasks.hasNext()) {
        if (underWay.size() == AHEAD) {
          awaitAnswer();
        }
        var list = List.copyOf(batch);
        var its = turn;
        underWay.add(sender.submit(() -> send(list, its)));
        turn = turn.next();
        batch.clear();
      }
    }
  }

  private int send(List<NewTask> list, InTurn turn) {
    try {
      int count = submitter.enqueue(list, turn).size();
      turn.accepted();
      return count;
    } catch (RuntimeException | Error e) {
      turn.failed(e);
      throw e;
    }
  }

  /// Of the oldest list.
  private void awaitAnswer() {
    var answer = underWay.remove();
    boolean interrupted = false;
    while (true) {
      try {
        accepted += answer.get();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (ExecutionException e) {
        if (e.getCause() instanceof LovageException cause) {
          throw cause;
        }
        throw new IllegalStateException(e.getCause());
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }

  /// With how many were accepted. A failure of those under way came before that of their followers,
  /// which fail with the same.
  private LovageException counted(LovageException e) {
    var first = e;
    while (!underWay.isEmpty()) {
      try {
        awaitAnswer();
      } catch (LovageException earlier) {
        first = earlier;
      }
    }
    return new LovageException(
        first.code(),
        first.getMessage() + "; " + accepted + " tasks were accepted before",
        first,
        first.retryAfter().orElse(null));
  }
}
