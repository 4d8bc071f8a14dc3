// SPDX-License-Identifier: Apache-2.0
package dev.lovage.redis;

import static dev.lovage.redis.Demo.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lovage.Lovage;
import dev.lovage.TaskFailedException;
import dev.lovage.Worker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Rows 1, 2, 5 to 9, 13 and 15 of the interop list: Java and the real Celery share queues, and
/// what one sends the other runs.
@Tag("server")
class CeleryInteropTest {

  private static Demo demo;
  private static Lovage lovage;
  private static Worker worker;

  @BeforeAll
  static void start() throws Exception {
    demo = Demo.start();
    var _ = demo.python("python@h", "-P", "solo");
    lovage = demo.java("", new CountDownLatch(1));
    worker = lovage.startWorker();
  }

  @AfterAll
  static void stop() throws Exception {
    if (demo != null) {
      worker.drain(Duration.ZERO);
      demo.close();
    }
  }

  private static String python(String expression) {
    return demo.python(expression);
  }

  @Test
  void python_sends_and_java_runs() {
    assertThat(python("on_java('java.sq', 5).apply_async().get(timeout=20)")).isEqualTo("25");
    assertThat(python("on_java('java.sub', 7, y=5).apply_async().get(timeout=20)")).isEqualTo("2");
  }

  @Test
  void java_sends_and_python_runs() throws Exception {
    var add = lovage.task("demo.add", Demo.Pair.class, Integer.class);
    var named = lovage.submit("demo.mul", List.of(6, 7), options -> options.queue("celery"));
    var typed = add.submit(new Demo.Pair(2, 3), options -> options.queue("celery"));

    assertThat(typed.await(SOON)).isEqualTo(5);
    assertThat(named.await(SOON)).isEqualTo(42);
    var again = lovage.homes().handle("celery", typed.id().toString(), Integer.class);
    assertThat(again.await(Duration.ZERO)).isEqualTo(5);
  }

  @Test
  void a_failure_of_java_is_raised_in_python() {
    var script =
        """
        from demo import *
        result = on_java('java.fail', 'boom').apply_async()
        try:
            result.get(timeout=20)
        except Exception as e:
            print(type(e).__name__, e.args, result.status, 'IllegalState' in result.traceback)
        """;
    assertThat(demo.celery.python(script))
        .isEqualTo("IllegalStateException ('boom',) FAILURE True");
  }

  @Test
  void a_failure_of_python_is_thrown_in_java() {
    var handle = lovage.submit("demo.fail", List.of("boom"), options -> options.queue("celery"));

    assertThatThrownBy(() -> handle.await(SOON))
        .isInstanceOfSatisfying(
            TaskFailedException.class,
            e -> {
              assertThat(e.error().type()).isEqualTo("ValueError");
              assertThat(e.error().message()).isEqualTo("boom");
            });
  }

  @Test
  void a_chain_crosses_twice() {
    assertThat(
            python("(add.s(1, 2) | on_java('java.sq') | mul.s(3)).apply_async().get(timeout=20)"))
        .isEqualTo("27");
  }

  @Test
  void a_chord_has_parts_in_both() {
    assertThat(
            python(
                "__import__('celery').chord([add.s(1, 2), on_java('java.sq', 4)],"
                    + " xsum.s()).apply_async().get(timeout=20)"))
        .isEqualTo("19");
  }

  @Test
  void an_unknown_task_fails_and_poison_does_no_harm() {
    try (var client = demo.client()) {
      for (var poison :
          List.of(
              "no json",
              "[]",
              "{}",
              "{\"body\": 5, \"properties\": {\"delivery_tag\": \"t\"}}",
              "{\"body\": \"e30=\", \"headers\": {\"id\": \"x\", \"task\": \"java.sq\"},"
                  + " \"properties\": {\"delivery_tag\": \"u\", \"body_encoding\": \"base64\"}}")) {
        client.lpush("java", poison);
      }

      assertThat(
              python(
                  "repr(on_java('java.nope', 5).apply_async().get(timeout=20, propagate=False))"))
          .contains("'java.nope' never registered");
      assertThat(python("on_java('java.sq', 6).apply_async().get(timeout=20)")).isEqualTo("36");
      assertThat(lovage.homes().rejected("java", 10)).hasSizeGreaterThanOrEqualTo(6);
      assertThat(client.hlen("unacked")).isZero();
      assertThat(client.zcard("lovage.leases")).isZero();
    }
  }

  @Test
  void a_countdown_is_kept() {
    var script =
        """
        import time
        from demo import *
        begin = time.time()
        value = on_java('java.sq', 3).apply_async(countdown=2).get(timeout=20)
        print(value, 1.5 < time.time() - begin < 4)
        """;
    assertThat(demo.celery.python(script)).isEqualTo("9 True");
  }
}
