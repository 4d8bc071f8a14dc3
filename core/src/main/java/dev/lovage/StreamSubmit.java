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
      try {
        sendAll(tasks, sender);
        awaitAnswer();
        return accepted;
      } catch (LovageException e) {
        throw counted(e);
      }
    }
  }

  private void sendAll(Iterator<NewTask> tasks, ExecutorService sender) {
    var batch = new ArrayList<NewTask>(BATCH);
    while (tasks.hasNext()) {
      batch.add(tasks.next());
      if (batch.size() == BATCH || !tasks.hasNext()) {
        var next = List.copyOf(batch);
        awaitAnswer();
        underWay = sender.submit(() -> submitter.enqueue(next).size());
        batch.clear();
      }
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

  /// With how many were accepted; a failure of those under way came before that of their followers.
  private LovageException counted(LovageException e) {
    var first = e;
    try {
      awaitAnswer();
    } catch (LovageException earlier) {
      first = earlier;
    }
    return new LovageException(
        first.code(),
        first.getMessage() + "; " + accepted + " tasks were accepted before",
        first,
        first.retryAfter().orElse(null));
  }
}
