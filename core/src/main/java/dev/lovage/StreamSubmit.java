// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import dev.lovage.spi.NewTask;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// Submits any number of tasks, a thousand in a transaction and in their order: while one thousand
/// is on its way, the next is made.
final class StreamSubmit {

  private static final int BATCH = 1_000;

  private final Submitter submitter;
  private long accepted;
  private @Nullable Future<Integer> underWay;

  StreamSubmit(Submitter submitter) {
    this.submitter = submitter;
  }

  /// @return how many were accepted
  /// @throws LovageException as for one submit; the message says how many tasks were accepted
  ///   before
  long all(Iterator<NewTask> tasks) {
    try (var sender = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory())) {
      var batch = new ArrayList<NewTask>(BATCH);
      while (tasks.hasNext()) {
        batch.add(next(tasks));
        if (batch.size() == BATCH || !tasks.hasNext()) {
          awaitAnswer();
          underWay = send(sender, List.copyOf(batch));
          batch.clear();
        }
      }
      awaitAnswer();
      return accepted;
    }
  }

  private Future<Integer> send(ExecutorService sender, List<NewTask> batch) {
    return sender.submit(() -> submitter.enqueue(batch).size());
  }

  /// A task that can't be made is told of once it is known what became of those before it.
  private NewTask next(Iterator<NewTask> tasks) {
    try {
      return tasks.next();
    } catch (LovageException e) {
      awaitAnswer();
      throw counted(e);
    }
  }

  private void awaitAnswer() {
    var answer = underWay;
    underWay = null;
    if (answer == null) {
      return;
    }
    boolean interrupted = false;
    while (true) {
      try {
        accepted += answer.get();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (ExecutionException e) {
        if (e.getCause() instanceof LovageException cause) {
          throw counted(cause);
        }
        throw new IllegalStateException(e.getCause());
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }

  private LovageException counted(LovageException e) {
    return new LovageException(
        e.code(),
        e.getMessage() + "; " + accepted + " tasks were accepted before",
        e,
        e.retryAfter().orElse(null));
  }
}
