// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/// Bounds how many actions of a process wait to be written. Who comes when there is no room is told
/// to come again, so that what can't be written waits at the client and not here.
public final class ActionBacklog {

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final int most;
  private final AtomicInteger waiting = new AtomicInteger();

  public ActionBacklog(int most) {
    this.most = most;
  }

  /// Writes actions while they are counted.
  ///
  /// @throws LovageException `FULL` if no more may wait; what the write throws because the log is
  ///   `UNAVAILABLE`, with a time to call again
  public int within(int actions, IntSupplier write) {
    int before = waiting.getAndAdd(actions);
    try {
      if (before > 0 && before + actions > most) {
        throw new LovageException(
            ErrorCode.FULL,
            "actions: %,d wait to be written and no more than %,d may; append again later"
                .formatted(before, most),
            null,
            RETRY_AFTER);
      }
      return write.getAsInt();
    } catch (LovageException e) {
      if (e.code() == ErrorCode.UNAVAILABLE && e.retryAfter().isEmpty()) {
        throw new LovageException(e.code(), String.valueOf(e.getMessage()), e, RETRY_AFTER);
      }
      throw e;
    } finally {
      waiting.addAndGet(-actions);
    }
  }
}
