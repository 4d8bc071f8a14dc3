// SPDX-License-Identifier: Apache-2.0
package dev.lovage.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lovage.ActionCursor;
import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import dev.lovage.TaskId;
import dev.lovage.spi.ActionLog;
import dev.lovage.spi.LoggedAction;
import dev.lovage.tck.ActionCrash;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What goes wrong at Cassandra, and below a program that appends to it.
@Tag("server")
class CassandraFaultsTest {

  private static final Duration KEEP = Duration.ofDays(1);

  private final SplittableRandom random = new SplittableRandom(7);

  private List<LoggedAction> list(int size) {
    return IntStream.range(0, size)
        .mapToObj(i ->
            new LoggedAction(
                TaskId.next(InstantSource.system(), random).uuid(),
                "u" + i % 5,
                "view",
                Instant.now().truncatedTo(ChronoUnit.MICROS),
                "{}"))
        .toList();
  }

  private static void await(long millis) {
    try {
      // Nothing to wait for but that time goes by.
      var _ = new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int appendUntilTaken(ActionLog log, List<LoggedAction> list) {
    for (int i = 0; i < 60; i++) {
      try {
        return log.append("views", KEEP, list);
      } catch (LovageException e) {
        assertThat(e.isTransient()).isTrue();
        await(500);
      }
    }
    throw new AssertionError("Cassandra did not come back");
  }

  @Test
  void a_frozen_and_a_killed_node_refuse_appends_and_lose_nothing_that_was_answered() {
    var server = CassandraHarness.server();
    try (var log = ActionLog.open(server.url("faults") + "?settle=4s")) {
      var first = list(50);
      log.append("views", KEEP, first);

      server.freeze();
      var second = list(50);
      var frozen =
          catchThrowableOfType(LovageException.class, () -> log.append("views", KEEP, second));
      server.thaw();
      assertThat(frozen.code()).isEqualTo(ErrorCode.UNAVAILABLE);
      assertThat(frozen.retryAfter()).isPresent();
      appendUntilTaken(log, second);

      server.kill();
      var third = list(50);
      var killed =
          catchThrowableOfType(LovageException.class, () -> log.append("views", KEEP, third));
      server.resume();
      assertThat(killed.code()).isEqualTo(ErrorCode.UNAVAILABLE);
      appendUntilTaken(log, third);

      await(5_000);
      assertThat(log.read("views", ActionCursor.START, 1_000).actions())
          .hasSize(150)
          .doesNotHaveDuplicates()
          .containsAll(first)
          .containsAll(second)
          .containsAll(third);
    }
  }

  @Test
  void a_killed_process_loses_nothing_that_was_answered() throws Exception {
    ActionCrash.run(CassandraHarness.server().url("crash") + "?settle=4s", () -> await(5_000));
  }

  @Test
  void what_is_kept_for_a_time_is_written_with_it() {
    var server = CassandraHarness.server();
    try (var log = ActionLog.open(server.url("ttl"))) {
      log.append("views", Duration.ofSeconds(1), list(10));
      int left = 10;
      for (int i = 0; i < 100 && left > 0; i++) {
        await(100);
        left = log.readUser("views", "u1", ActionCursor.END, 10).actions().size();
      }
      assertThat(left).isZero();
    }
  }

  @Test
  void a_wrong_url_is_refused_in_a_sentence() {
    for (var url :
        List.of(
            "cassandra://host",
            "cassandra://host/Keys",
            "cassandra://host:x/keys",
            "cassandra://me:secret@host/keys?setle=3s",
            "cassandra://host/keys?settle=3",
            "cassandra://host/keys?shards=0")) {
      var refusal = catchThrowableOfType(LovageException.class, () -> ActionLog.open(url));
      assertThat(refusal.code()).as(url).isEqualTo(ErrorCode.INVALID);
      assertThat(refusal).hasMessageStartingWith("actions: the cassandra URL ");
      assertThat(refusal).hasMessageNotContaining("secret");
    }
  }
}
