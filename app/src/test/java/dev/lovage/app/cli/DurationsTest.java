// SPDX-License-Identifier: Apache-2.0
package dev.lovage.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {

  @ParameterizedTest
  @CsvSource({"500ms,PT0.5S", "10s,PT10S", "5m,PT5M", "2h,PT2H", "1d,PT24H", "0s,PT0S"})
  void readsWhatPeopleWrite(String text, Duration duration) {
    assertThat(new Durations().convert(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @CsvSource({
    "PT0.25S,250ms",
    "PT1.2S,1.2s",
    "PT25S,25s",
    "PT90S,90s",
    "PT5M,5m",
    "PT3H,3h",
    "PT49H,2d"
  })
  void writesThemShortly(Duration duration, String text) {
    assertThat(Durations.format(duration)).isEqualTo(text);
  }
}
