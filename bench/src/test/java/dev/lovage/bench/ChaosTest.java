// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Half a minute of what `./lovage bench chaos` does for two.
class ChaosTest {

  @TempDir Path folder;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @Tag("slow")
  @Test
  void everythingAcceptedEndsOnceAndRightlyWhileProcessesAreKilled() {
    check("sqlite:" + folder.resolve("c.db"));
    assertThat(folder).as("nothing stays behind").isEmptyDirectory();
  }

  @Tag("server")
  @Tag("slow")
  @Test
  void soItDoesOverAServer() {
    check("postgresql:");
  }

  @Tag("server")
  @Tag("slow")
  @Test
  void eachTaskThatIsSentToASharedQueueHasItsResultThoughWorkersOfBothLanguagesAreKilled() {
    int code = bench("chaos", "--seconds", "15", "--json", "--url", "redis:");

    System.out.println(printed.toString(UTF_8));
    assertThat(code).as(printed.toString(UTF_8)).isZero();
    var json = Json.read(printed.toString(UTF_8).strip().lines().toList().getLast());
    assertThat(json.required("sent").asLong()).isEqualTo(7_500);
    assertThat(json.required("kills").asLong()).isPositive();
    assertThat(json.required("lost")).isEqualTo(json.required("lost_by_celery"));
    assertThat(json.required("repeated_unexplained").asLong()).isZero();
  }

  @Tag("server")
  @Tag("slow")
  @Test
  void eachTaskThatIsSentToASharedQueueHasItsResultThoughRedisIsAwayMeanwhile() {
    int code = bench("outage", "--seconds", "5", "--json", "--url", "redis:?appendfsync=always");

    System.out.println(printed.toString(UTF_8));
    assertThat(code).as(printed.toString(UTF_8)).isZero();
    var json = Json.read(printed.toString(UTF_8).strip().lines().toList().getLast());
    assertThat(json.required("sent").asLong()).isEqualTo(12_500);
    assertThat(json.required("lost")).isEqualTo(json.required("lost_by_celery"));
    assertThat(json.required("lost_by_redis").asLong()).isZero();
    assertThat(json.required("wrong")).isEqualTo(json.required("wrong_by_celery"));
    assertThat(json.required("back_ms").size()).isEqualTo(4);
  }

  @Test
  void anOutageIsOneOfRedis() {
    assertThat(bench("outage")).isEqualTo(2);
  }

  private void check(String url) {
    int code = bench("chaos", "--seconds", "15", "--json", "--url", url);

    // With its seed, also when all is well.
    System.out.println(printed.toString(UTF_8));
    assertThat(code).as(printed.toString(UTF_8)).isZero();
    var json = Json.read(printed.toString(UTF_8).strip().lines().toList().getLast());
    assertThat(json.required("accepted").asLong()).isGreaterThan(5_000);
    assertThat(json.required("lost").asLong()).isZero();
    assertThat(json.required("settled_twice").asLong()).isZero();
    assertThat(json.required("older_reads").asLong()).isZero();
    assertThat(json.required("kills").asLong()).isPositive();
  }

  @Test
  void aSeedForAnotherScenarioIsAWrongArgument() {
    assertThat(bench("drain", "--seed", "1")).isEqualTo(2);
  }

  @Test
  void theVersionIsReadFromTheTag() {
    assertThat(ChaosReader.version("\"17\"")).isEqualTo(17);
    assertThat(ChaosReader.version("\"17.3\"")).isEqualTo(17);
    assertThat(ChaosReader.version("W/\"0-abc\"")).isZero();
  }

  private int bench(String... words) {
    return Bench.execute(new PrintStream(printed, true, UTF_8), words);
  }
}
