// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.spi.ValueHistory;
import dev.lovage.spi.ValueVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// The older versions of served values, and the return to them.
public abstract class HistoryContract extends Contract {

  private boolean publish(long version) {
    return engine.values().publish("latest", version, Long.toString(version));
  }

  private ValueVersion latest() {
    return engine.values().get("latest").orElseThrow();
  }

  private List<String> kept() {
    return engine.values().history("latest").versions().stream().map(ValueVersion::json).toList();
  }

  @Test
  void a_value_that_was_never_published_has_no_history() {
    assertThat(engine.values().history("latest")).isEqualTo(new ValueHistory(List.of(), false));
    assertThat(engine.values().rollback("latest", 1)).isEmpty();
    assertThat(engine.values().pin("latest", 1)).isEmpty();
    assertThat(engine.values().unpin("latest")).isEmpty();
  }

  @Test
  void the_last_results_are_kept_newest_first_with_their_time() {
    publish(1);
    advance(Duration.ofMinutes(1));
    publish(3);
    assertThat(publish(2)).isFalse();

    assertThat(engine.values().history("latest").versions())
        .containsExactly(
            new ValueVersion("latest", 3, "3", now()),
            new ValueVersion("latest", 1, "1", now().minus(Duration.ofMinutes(1))));
    assertThat(engine.values().history("other").versions()).isEmpty();
  }

  @Test
  void no_more_than_ten_are_kept() {
    LongStream.rangeClosed(1, 15).forEach(this::publish);

    var newest = new ArrayList<String>();
    LongStream.rangeClosed(6, 15).forEach(version -> newest.addFirst(Long.toString(version)));
    assertThat(kept()).isEqualTo(newest);
    assertThat(engine.values().rollback("latest", 5)).isEmpty();
    assertThat(latest().json()).isEqualTo("15");
  }

  @Test
  void a_rollback_is_a_new_version_with_the_old_content() {
    var before = running(draft().publishes("latest"));
    succeed(running(draft().publishes("latest")), "1");
    succeed(running(draft().publishes("latest")), "2");
    long one = engine.values().history("latest").versions().getLast().version();
    long two = latest().version();
    advance(Duration.ofMinutes(1));

    var back = engine.values().rollback("latest", one).orElseThrow();

    assertThat(latest()).isEqualTo(back);
    assertThat(back.json()).isEqualTo("1");
    assertThat(back.version()).isGreaterThan(two);
    assertThat(back.publishedAt()).isEqualTo(now());
    assertThat(kept()).containsExactly("1", "2", "1");
    succeed(before, "\"asked for before\"");
    assertThat(latest()).isEqualTo(back);
    var later = running(draft().publishes("latest"));
    assertThat(later.version()).isGreaterThan(back.version());
    succeed(later, "3");
    assertThat(latest().json()).isEqualTo("3");
  }

  @Test
  void a_value_published_by_hand_is_rolled_back_too() {
    publish(100);
    publish(200);

    assertThat(engine.values().rollback("latest", 100).orElseThrow().version()).isGreaterThan(200);
    assertThat(enqueue(draft()).getFirst().version()).isGreaterThan(latest().version());
  }

  @Test
  void a_pinned_value_stays_and_later_results_go_to_the_history() {
    publish(1);
    publish(2);

    assertThat(engine.values().pin("latest", 2).orElseThrow().version()).isEqualTo(2);
    assertThat(publish(3)).isFalse();
    assertThat(publish(1)).isFalse();
    assertThat(latest().json()).isEqualTo("2");
    assertThat(engine.values().history("latest").pinned()).isTrue();
    assertThat(kept()).containsExactly("3", "2", "1");

    assertThat(engine.values().unpin("latest").orElseThrow().json()).isEqualTo("3");
    assertThat(latest().json()).isEqualTo("3");
    assertThat(engine.values().history("latest").pinned()).isFalse();
    assertThat(publish(latest().version() + 1)).isTrue();
  }

  @Test
  void an_older_version_is_pinned_by_returning_to_it() {
    publish(1);
    publish(2);

    var pinned = engine.values().pin("latest", 1).orElseThrow();

    assertThat(pinned.json()).isEqualTo("1");
    assertThat(pinned.version()).isGreaterThan(2);
    var again = engine.values().rollback("latest", 2).orElseThrow();
    assertThat(again.json()).isEqualTo("2");
    assertThat(publish(again.version() + 1)).isFalse();
    assertThat(engine.values().unpin("latest").orElseThrow().version())
        .isEqualTo(again.version() + 1);
  }

  @Test
  void those_who_watch_are_told_of_a_return() throws Exception {
    publish(1);
    publish(2);
    var seen = new java.util.concurrent.LinkedBlockingQueue<ValueVersion>();
    try (var watch = engine.values().watch(seen::add)) {
      var back = engine.values().rollback("latest", 1).orElseThrow();

      assertThat(seen.take()).isEqualTo(back);
    }
  }
}
