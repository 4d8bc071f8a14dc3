// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.EnumSource.Mode.EXCLUDE;
import static org.junit.jupiter.params.provider.EnumSource.Mode.INCLUDE;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Tiny sizes and no peer: shows that each scenario runs and accounts for every task, not how fast.
class BenchTest {

  @TempDir Path folder;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @Tag("slow")
  @ParameterizedTest
  @EnumSource(value = Scenario.class, mode = EXCLUDE, names = "ROUND_TRIP_PYTHON")
  void eachScenarioMeasuresAndLosesNoTask(Scenario scenario) {
    int code = bench(scenario.slug, "--tiny", "--runs", "1", "--json");

    assertThat(code).as(printed.toString(UTF_8)).isZero();
    var json = Json.read(lastLine());
    assertThat(json.propertyNames())
        .contains(
            "scenario",
            "peer",
            "durability",
            "unit",
            "median",
            "peer_median",
            "ratio",
            "p50_ms",
            "p99_ms",
            "cpu_us_per_task",
            "runs");
    assertThat(json.required("scenario").asString()).isEqualTo(scenario.slug);
    assertThat(json.required("durability").asString()).isEqualTo("D2");
    assertThat(json.required("median").asDouble()).isPositive();
    assertThat(json.required("runs").asInt()).isOne();
    assertThat(json.required("peer").isNull()).isTrue();
    assertThat(json.required("lost").asLong()).isZero();
    assertThat(json.required("settled_twice").asLong()).isZero();
    assertThat(folder).as("nothing stays behind").isEmptyDirectory();
  }

  @Tag("slow")
  @Tag("server")
  @ParameterizedTest
  @EnumSource(
      value = Scenario.class,
      mode = INCLUDE,
      names = {"SUBMIT_1", "ROUND_TRIP_PYTHON"})
  void atRedisTheDurabilityIsThatOfItsLog(Scenario scenario) {
    int code = at("redis:?appendfsync=always", scenario.slug, "--tiny", "--runs", "1", "--json");

    assertThat(code).as(printed.toString(UTF_8)).isZero();
    var json = Json.read(lastLine());
    assertThat(json.required("durability").asString()).isEqualTo("D2");
    assertThat(json.required("median").asDouble()).isPositive();
    assertThat(json.required("lost").asLong()).isZero();
  }

  @Tag("slow")
  @Tag("server")
  @ParameterizedTest
  @EnumSource(
      value = Scenario.class,
      mode = INCLUDE,
      names = {"SUBMIT_64", "SUBMIT_BULK", "DRAIN", "ROUND_TRIP"})
  void celeryIsMeasuredOnTheSameKindOfRedisWithBothItsSettings(Scenario scenario) {
    int code =
        at(
            "redis:",
            scenario.slug,
            "--tiny",
            "--tasks",
            "2000",
            "--runs",
            "1",
            "--json",
            "--peer",
            "celery");

    assertThat(code).as(printed.toString(UTF_8)).isZero();
    var json = Json.read(lastLine());
    assertThat(json.required("durability").asString()).isEqualTo("D1");
    assertThat(json.required("peer_durability").asString()).isEqualTo("D1");
    assertThat(json.required("peer").asString()).isEqualTo("celery at its best");
    assertThat(json.required("peers").size()).isEqualTo(2);
    assertThat(json.required("peer_median").asDouble()).isPositive();
    assertThat(json.required("lost").asLong()).isZero();
    assertThat(json.required("settled_twice").asLong()).isZero();
    json.required("peers").forEach(peer -> assertThat(peer.required("lost").asLong()).isZero());
  }

  @Test
  void whatCantBeMeasuredThereIsAWrongArgument() {
    assertThat(at("redis:", "backlog")).isEqualTo(2);
    assertThat(at("redis:", "drain", "--peer", "graphile")).isEqualTo(2);
    assertThat(bench("drain", "--peer", "bullmq")).isEqualTo(2);
    assertThat(bench("round-trip-python")).isEqualTo(2);
    assertThat(at("redis:?appendfsync=never", "drain")).isEqualTo(1);
  }

  @Test
  void theListNamesEveryScenario() {
    assertThat(bench("list")).isZero();

    for (var scenario : Scenario.values()) {
      assertThat(printed.toString(UTF_8)).contains(scenario.slug, scenario.description);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"drian", "submit-2"})
  void anUnknownScenarioIsAWrongArgument(String word) {
    assertThat(bench(word)).isEqualTo(2);
  }

  @Test
  void anUnknownPeerIsAWrongArgument() {
    assertThat(bench("drain", "--peer", "sidekiq")).isEqualTo(2);
  }

  private int bench(String... words) {
    return at("sqlite:" + folder.resolve("bench.db"), words);
  }

  private int at(String url, String... words) {
    var all = new ArrayList<>(List.of(words));
    all.add("--url");
    all.add(url);
    return Bench.execute(new PrintStream(printed, true, UTF_8), all.toArray(String[]::new));
  }

  private String lastLine() {
    return printed.toString(UTF_8).strip().lines().toList().getLast();
  }
}
