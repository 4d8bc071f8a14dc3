// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lovage.spi.JsonCodec;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class TaskIdTest {

  private static final Instant NOW = Instant.parse("2026-11-23T06:00:00.123Z");

  private final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");

  @Test
  void an_id_is_a_uuid_of_version_7_and_carries_its_millisecond() {
    var id = TaskId.next(InstantSource.fixed(NOW), random).uuid();

    assertThat(id.version()).isEqualTo(7);
    assertThat(id.variant()).isEqualTo(2);
    assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(NOW.toEpochMilli());
  }

  @Test
  void ids_sort_by_time() {
    var first = TaskId.next(InstantSource.fixed(NOW), random);
    var second = TaskId.next(InstantSource.fixed(NOW.plusMillis(1)), random);

    assertThat(first).isLessThan(second);
    assertThat(first.toString()).isLessThan(second.toString());
  }

  @Test
  void ids_of_one_millisecond_differ() {
    var seen = new HashSet<TaskId>();
    for (int i = 0; i < 10_000; i++) {
      assertThat(seen.add(TaskId.next(InstantSource.fixed(NOW), random))).isTrue();
    }
  }

  @Test
  void text_goes_there_and_back_and_garbage_is_refused() {
    var id = TaskId.next(InstantSource.fixed(NOW), random);

    assertThat(TaskId.parse(id.toString())).isEqualTo(id);
    assertThat(JsonCodec.encode("id", id)).isEqualTo("\"" + id + "\"");
    assertThat(JsonCodec.decode("id", "\"" + id + "\"", TaskId.class)).isEqualTo(id);
    for (var garbage : new String[] {"", "1-1-1-1-1", "x".repeat(36), id + "0"}) {
      assertThatThrownBy(() -> TaskId.parse(garbage)).hasMessageStartingWith("id: not a task id");
    }
  }
}
