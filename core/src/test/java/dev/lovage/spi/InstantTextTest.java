// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// It reads what the JDK reads, and nothing else.
class InstantTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-12-24T18:00:00Z",
        "2026-12-24T18:00:00.1Z",
        "2026-12-24T18:00:00.123456Z",
        "2026-12-24T18:00:00.000000001Z",
        "2024-02-29T23:59:59.999999999Z",
        "0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "2026-12-24T24:00:00Z",
        "2026-12-31T23:59:60Z",
        "2026-12-24T18:00:00+01:00",
        "2026-12-24t18:00:00z",
        "-0001-12-24T18:00:00Z",
        "+12026-12-24T18:00:00Z",
        "2026-12-24T18:00Z",
        "2026-02-29T18:00:00Z",
        "2026-13-01T18:00:00Z",
        "2026-12-24T25:00:00Z",
        "2026-12-24T18:60:00Z",
        "2026-12-24T18:00:61Z",
        "2026-12-24 18:00:00Z",
        "2026-12-24T18:00:00",
        "2026-12-24T18:00:00.Z",
        "2026-12-24T18:00:00.1234567890Z",
        "2026-12-24T18:00:00.12x4Z",
        "2026-12-24T18:00:00.+1Z",
        "٢٠٢٦-12-24T18:00:00Z",
        "Z",
        ""
      })
  void as_the_jdk_does(String text) {
    assertThat(outcome(() -> InstantText.parse(text)))
        .isEqualTo(outcome(() -> Instant.parse(text)));
  }

  @Test
  void any_instant_comes_back() {
    long seed = System.nanoTime();
    var random = new SplittableRandom(seed);
    for (int i = 0; i < 10_000; i++) {
      var instant =
          Instant.ofEpochSecond(
              random.nextLong(-62_167_219_200L, 253_402_300_800L), random.nextInt(1_000_000_000));
      assertThat(InstantText.parse(instant.toString())).as("seed %s", seed).isEqualTo(instant);
    }
  }

  private interface Parse {
    Instant get();
  }

  private static Object outcome(Parse parse) {
    try {
      return parse.get();
    } catch (DateTimeException e) {
      return "refused";
    }
  }
}
