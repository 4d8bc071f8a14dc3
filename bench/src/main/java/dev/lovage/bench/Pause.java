// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Lets real time pass: a bench measures real processes, which no other clock can move.
final class Pause {

  private Pause() {}

  static void millis(long millis) throws InterruptedException {
    if (new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("nobody counts this latch down");
    }
  }

  static void seconds(int seconds) throws InterruptedException {
    if (new CountDownLatch(1).await(seconds, TimeUnit.SECONDS)) {
      throw new IllegalStateException("nobody counts this latch down");
    }
  }
}
