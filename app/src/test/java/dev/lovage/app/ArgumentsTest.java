// SPDX-License-Identifier: Apache-2.0
package dev.lovage.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lovage.LovageException;
import dev.lovage.http.HttpSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {

  private static Plan plan(String... args) {
    return Arguments.parse("demo", args).plan(Map.of());
  }

  @Test
  void withoutArgumentsWebAndWorkerRunOnTheDefaults() {
    var plan = plan();

    assertThat(plan.role()).isEqualTo(Role.RUN);
    assertThat(plan.store()).isEqualTo("sqlite:lovage.db");
    assertThat(plan.http()).isEqualTo(new HttpSettings("127.0.0.1", 8080, null));
    assertThat(plan.worker()).isNotNull();
    assertThat(plan.grace()).isEqualTo(Duration.ofSeconds(25));
  }

  @Test
  void serveHasNoWorkerAndWorkerHasNoWeb() {
    assertThat(plan("serve").worker()).isNull();
    assertThat(plan("serve").http()).isNotNull();
    assertThat(plan("worker").http()).isNull();
    assertThat(plan("worker").worker()).isNotNull();
  }

  @Test
  void optionsMayStandBeforeAndAfterTheCommand() {
    var plan = plan("--port=0", "run", "--data", "here", "--grace", "500ms");

    assertThat(plan.http()).isEqualTo(new HttpSettings("127.0.0.1", 0, null));
    assertThat(plan.store()).isEqualTo("sqlite:" + Path.of("here", "lovage.db"));
    assertThat(plan.grace()).isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void queuesMayLiveAtBrokers() {
    var plan =
        plan(
            "worker",
            "--queue-at",
            "java=redis://h/0?results=redis://h/1",
            "--queue-at=celery=redis://h/0");

    assertThat(plan.homes())
        .isEqualTo(Map.of("java", "redis://h/0?results=redis://h/1", "celery", "redis://h/0"));
    assertThat(plan().homes()).isEmpty();
  }

  @Test
  void theEnvironmentGivesWhatTheOptionsDoNotSay() {
    var environment = Map.of("LOVAGE_TOKEN", "a-long-secret", "LOVAGE_STORE", "sqlite:other.db");

    var plan = Arguments.parse("demo").plan(environment);
    assertThat(plan.http()).isEqualTo(new HttpSettings("127.0.0.1", 8080, "a-long-secret"));
    assertThat(plan.store()).isEqualTo("sqlite:other.db");

    var said =
        Arguments.parse("demo", "--token", "another-secret", "--store", "sqlite:s.db")
            .plan(environment);
    assertThat(said.http()).isEqualTo(new HttpSettings("127.0.0.1", 8080, "another-secret"));
    assertThat(said.store()).isEqualTo("sqlite:s.db");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--prot 9            | unknown option --prot; did you mean --port?",
        "--concurency=2      | unknown option --concurency; did you mean --concurrency?",
        "--frobnicate        | unknown option --frobnicate",
        "serv                | unknown command serv; did you mean serve? The commands are run, serve, worker",
        "dance               | unknown command dance. The commands are run, serve, worker",
        "serve run           | can't make anything of 'run'",
        "--port high         | --port: 'high' is not an int",
        "--port              | --port needs a value: N",
        "--grace 10          | --grace: '10' is not a duration; write for example 500ms, 10s, 5m, 2h or 1d",
        "--queue =4          | --queue: '=4' is not NAME or NAME=LIMIT; write for example reports or reports=2",
        "--data d --store s  | --data and --store both say where the store is; give one of them",
        "worker --port 9     | --port has no use here: a worker answers no HTTP; leave it out",
        "serve --queue a     | --queue has no use here: serve runs no tasks; leave it out",
        "--port 1 --port 2   | --port is given twice"
      })
  void aWrongCommandLineIsRefusedInOneSentence(String line, String sentence) {
    assertThatThrownBy(() -> plan(line.split(" ")))
        .isInstanceOf(LovageException.class)
        .hasMessage(sentence);
  }

  @Test
  void helpNamesEveryOption() {
    var arguments = Arguments.parse("demo", "--help");

    assertThat(arguments.wantsHelp()).isTrue();
    assertThat(arguments.help())
        .startsWith("Usage: demo")
        .contains("--port", "--host", "--token", "--data", "--store", "--concurrency")
        .contains(
            "--io-concurrency", "--queue", "--queue-at", "--grace", "LOVAGE_TOKEN", "LOVAGE_STORE");
  }
}
