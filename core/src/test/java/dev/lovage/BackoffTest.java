// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

  private static final Exception ERROR = new IllegalStateException("no");
  private static final RandomGenerator MOST = () -> -1L;

  @Test
  void fixed_waits_are_all_the_same_until_it_gives_up() {
    var policy = RetryPolicy.fixed(3, Duration.ofSeconds(7));

    assertThat(policy.after(1, ERROR, MOST)).contains(Duration.ofSeconds(7));
    assertThat(policy.after(2, ERROR, MOST)).contains(Duration.ofSeconds(7));
    assertThat(policy.after(3, ERROR, MOST)).isEmpty();
  }

  @Test
  void none_gives_up_at_once() {
    assertThat(RetryPolicy.none().after(1, ERROR, MOST)).isEmpty();
  }

  @Test
  void without_jitter_waits_double_up_to_the_most() {
    var policy = new Backoff(9, Duration.ofSeconds(1), Duration.ofSeconds(10), 2, false, List.of());

    assertThat(IntStream.range(1, 8).mapToObj(n -> policy.after(n, ERROR, MOST).orElseThrow()))
        .extracting(Duration::toSeconds)
        .containsExactly(1L, 2L, 4L, 8L, 10L, 10L, 10L);
  }

  @Test
  void full_jitter_draws_from_zero_to_the_wait() {
    var policy = RetryPolicy.exponential(9, Duration.ofSeconds(1));

    assertThat(policy.after(3, ERROR, () -> 0L)).contains(Duration.ZERO);
    assertThat(policy.after(3, ERROR, MOST).orElseThrow())
        .isBetween(Duration.ofMillis(3_999), Duration.ofSeconds(4));
  }

  @Test
  void a_huge_attempt_number_waits_the_most_and_does_not_overflow() {
    var policy =
        new Backoff(
            Integer.MAX_VALUE, Duration.ofDays(1), Duration.ofDays(30), 10, false, List.of());

    assertThat(policy.after(1_000_000, ERROR, MOST)).contains(Duration.ofDays(30));
  }

  @Test
  void never_on_a_type_means_never_on_its_subclasses() {
    var policy = RetryPolicy.fixed(5, Duration.ZERO).neverOn(IOException.class);

    assertThat(policy.after(1, new FileNotFoundException(), MOST)).isEmpty();
    assertThat(policy.after(1, ERROR, MOST)).isPresent();
  }

  @Test
  void nonsense_is_refused_with_the_field() {
    assertThatThrownBy(() -> RetryPolicy.fixed(0, Duration.ZERO))
        .hasMessage("retry: attempts must be at least 1, but is 0");
    assertThatThrownBy(() -> RetryPolicy.fixed(2, Duration.ofSeconds(-1)))
        .hasMessageContaining("first must not be negative");
  }
}
