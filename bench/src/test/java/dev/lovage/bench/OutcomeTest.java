// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutcomeTest {

  private static final Disk DISK = new Disk(0.2, 0.3, "ext4");

  @Test
  void aLostTaskMakesTheOutcomeInexact() {
    assertThat(outcome(new Sample(1, null, null, null, null, 1, 0)).isExact()).isFalse();
  }

  @Test
  void aTaskDoneTwiceMakesTheOutcomeInexact() {
    assertThat(outcome(new Sample(1, null, null, null, null, 0, 1)).isExact()).isFalse();
  }

  @Test
  void aRatioAboveOneIsBetterThanThePeerForRatesAndForLatencies() {
    assertThat(Scenario.DRAIN.ratio(300, 100)).isCloseTo(3, within(1e-9));
    assertThat(Scenario.ROUND_TRIP.ratio(1, 2)).isCloseTo(2, within(1e-9));
    assertThat(Scenario.MEMORY.ratio(100, 50)).isCloseTo(0.5, within(1e-9));
  }

  @Test
  void withoutAPeerItsFieldsAreNull() {
    var json = outcome(Sample.of(7)).json();

    assertThat(json).containsEntry("median", 7.0).containsEntry("runs", 1);
    assertThat(json.keySet()).contains("peer", "peer_median", "ratio");
    assertThat(json.get("peer")).isNull();
    assertThat(json.get("peer_median")).isNull();
    assertThat(json.get("ratio")).isNull();
  }

  @Test
  void theMedianOfAnEvenNumberOfRunsIsTheMeanOfTheTwoInTheMiddle() {
    var statistics = Statistics.of(4, 1, 3, 2);

    assertThat(statistics.median()).isEqualTo(2.5);
    assertThat(statistics.min()).isEqualTo(1);
    assertThat(statistics.max()).isEqualTo(4);
  }

  @Test
  void theStoreOfAUrlLiesInARunsFolderAndKeepsTheOptions() {
    var url = StoreUrl.parse("sqlite:/data/bench.db?durability=process", Path.of("."));

    assertThat(url.folder()).hasToString("/data");
    assertThat(url.durability()).isEqualTo(Durability.D1);
    assertThat(url.in(Path.of("/data/run-1")))
        .isEqualTo("sqlite:/data/run-1/lovage.db?durability=process");
  }

  private static Outcome outcome(Sample sample) {
    return new Outcome(
        Scenario.DRAIN,
        new Outcome.Measured("lovage", Durability.D2, List.of(sample)),
        List.of(),
        DISK,
        0.1);
  }
}
