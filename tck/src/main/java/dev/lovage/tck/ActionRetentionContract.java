// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.ActionCursor;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is old is forgotten, and nothing else.
public abstract class ActionRetentionContract extends ActionContract {

  private static final int MANY = 1_000_000;

  /// An engine may forget by days.
  private void pruneAll() {
    while (log.prune(stream, KEEP, MANY) > 0) {
      // Until nothing is left.
    }
  }

  @Test
  void the_old_is_forgotten_and_the_young_is_kept() {
    append(drafts.mixed(3, 90));
    harness.advance(KEEP.minusDays(2));
    pruneAll();
    assertThat(readAll()).hasSize(90);
    var young = drafts.mixed(3, 30);
    append(young);
    harness.advance(Duration.ofDays(5));

    pruneAll();

    assertThat(readAll()).containsExactlyInAnyOrderElementsOf(young);
    assertThat(readUser("u1", 100)).hasSize(10);
    assertThat(log.count(stream, ActionCursor.START, MANY)).isEqualTo(30);
  }

  @Test
  void a_cursor_outlives_what_it_has_read() {
    append(drafts.list("ada", 10));
    harness.settle();
    var middle = log.read(stream, ActionCursor.START, 5).next();
    var end = log.newest(stream);
    harness.advance(KEEP.plusDays(3));
    pruneAll();
    assertThat(readFrom(log, middle, 10)).isEmpty();
    var next = drafts.list("ada", 4);
    append(next);
    harness.settle();

    assertThat(readFrom(log, middle, 10)).isEqualTo(next);
    assertThat(readFrom(log, end, 10)).isEqualTo(next);
    assertThat(readFrom(harness.another(), end, 10)).isEqualTo(next);
  }

  @Test
  void each_stream_is_kept_for_its_own_time() {
    var action = drafts.of("ada");
    append(List.of(action));
    log.append(stream + "-clicks", Duration.ofHours(1), drafts.list("ada", 10));
    harness.advance(Duration.ofDays(4));

    while (log.prune(stream + "-clicks", Duration.ofHours(1), MANY) > 0) {
      // Until nothing is left.
    }
    pruneAll();

    assertThat(log.count(stream + "-clicks", ActionCursor.START, MANY)).isZero();
    assertThat(readAll()).containsExactly(action);
  }
}
