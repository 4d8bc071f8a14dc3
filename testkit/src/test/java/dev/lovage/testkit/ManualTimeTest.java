// SPDX-License-Identifier: Apache-2.0
package dev.lovage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ManualTimeTest {

  @Test
  void time_stands_still_until_it_is_moved() {
    var time = new ManualTime(Instant.EPOCH);

    assertThat(time.instant()).isEqualTo(time.instant()).isEqualTo(Instant.EPOCH);
    assertThat(time.advance(Duration.ofDays(1))).isEqualTo(Instant.EPOCH.plus(Duration.ofDays(1)));
    assertThat(time.instant()).isEqualTo(Instant.EPOCH.plus(Duration.ofDays(1)));
  }

  @Test
  void instants_are_whole_microseconds() {
    var time = new ManualTime(Instant.EPOCH.plusNanos(1_999));

    assertThat(time.instant()).isEqualTo(Instant.EPOCH.plusNanos(1_000));
    assertThat(time.advance(Duration.ofNanos(2_999)).getNano()).isEqualTo(3_000);
  }

  @Test
  void time_does_not_go_backwards() {
    assertThatThrownBy(() -> new ManualTime().advance(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("duration");
  }

  @Test
  void no_move_is_lost_between_threads() throws Exception {
    var time = new ManualTime(Instant.EPOCH);

    try (var threads = Executors.newFixedThreadPool(4)) {
      IntStream.range(0, 1_000)
          .forEach(i -> threads.execute(() -> time.advance(Duration.ofSeconds(1))));
      threads.shutdown();
      assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    assertThat(time.instant()).isEqualTo(Instant.EPOCH.plusSeconds(1_000));
  }
}
