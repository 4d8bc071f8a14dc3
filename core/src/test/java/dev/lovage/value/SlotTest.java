// SPDX-License-Identifier: Apache-2.0
package dev.lovage.value;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.spi.ValueVersion;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SlotTest {

  private final Slot<Long> slot =
      new Slot<>(version(0, "0"), Long.class, java.time.InstantSource.system());

  @Test
  void the_initial_value_serves_until_the_first_result() {
    assertThat(slot.get()).isEqualTo(0);
    assertThat(slot.snapshot().version()).isEqualTo(0);
  }

  @Test
  void an_older_version_never_replaces_a_newer_one() {
    slot.offer(version(7, "77"));
    slot.offer(version(3, "33"));

    assertThat(slot.get()).isEqualTo(77);
    assertThat(slot.json().version()).isEqualTo(7);
  }

  @Test
  void a_version_that_cannot_be_read_leaves_the_last_readable_one() {
    slot.offer(version(1, "11"));
    assertThat(slot.get()).isEqualTo(11);
    slot.offer(version(2, "{\"shape\":\"new\"}"));

    assertThat(slot.get()).isEqualTo(11);
    assertThat(slot.snapshot().version()).isEqualTo(1);

    slot.offer(version(3, "33"));
    assertThat(slot.get()).isEqualTo(33);
  }

  private static ValueVersion version(long version, String json) {
    return new ValueVersion("v", version, json, Instant.EPOCH);
  }
}
