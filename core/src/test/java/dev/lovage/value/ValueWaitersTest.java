// SPDX-License-Identifier: Apache-2.0
package dev.lovage.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lovage.spi.ValueVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ValueWaitersTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  private final ValueWaiters waiters = new ValueWaiters(1);
  private volatile Optional<ValueVersion> newest = Optional.empty();

  private Optional<ValueVersion> await(Duration timeout) {
    return await(timeout, new CountDownLatch(1));
  }

  private Optional<ValueVersion> await(Duration timeout, CountDownLatch looked) {
    try {
      return waiters.await(
          "v",
          () -> {
            looked.countDown();
            return newest;
          },
          version -> true,
          timeout);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void nothingIsKeptOfWaitsThatAreOver() {
    for (int i = 0; i < 10; i++) {
      assertThat(await(Duration.ofMillis(1))).isEmpty();
    }
    assertThat(waiters.names()).isZero();
  }

  @Test
  void oneMoreThanMayWaitIsRefusedAndWhoDoesNotWaitIsNot() throws Exception {
    var looked = new CountDownLatch(1);
    var waiting = CompletableFuture.supplyAsync(() -> await(LONG, looked));
    looked.await();

    assertThatThrownBy(() -> await(LONG)).hasMessageContaining("too many wait");
    assertThat(await(Duration.ZERO)).isEmpty();

    newest = Optional.of(new ValueVersion("v", 1, "1", Instant.EPOCH));
    waiters.wake("v");
    assertThat(waiting.get()).isEqualTo(newest);
    assertThat(await(LONG)).isEqualTo(newest);
    assertThat(waiters.names()).isZero();
  }
}
