// SPDX-License-Identifier: Apache-2.0
package dev.lovage.redis;

import static dev.lovage.redis.Demo.SOON;
import static dev.lovage.redis.Demo.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lovage.Lovage;
import dev.lovage.LovageException;
import dev.lovage.Task;
import dev.lovage.TaskFailedException;
import dev.lovage.TaskId;
import dev.lovage.TaskState;
import dev.lovage.spi.CancelResult;
import dev.lovage.spi.TaskFilter;
import dev.lovage.spi.TaskLookup;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Row 19 of the interop list, and Java's side of row 24: tasks are revoked across languages, and
/// Java gives commands to Celery's workers.
@Tag("server")
class CeleryRevokeTest {

  private static Demo demo;

  @BeforeAll
  static void start() throws Exception {
    demo = Demo.start();
    var _ = demo.python("python@h", "-c", "1");
  }

  @AfterAll
  static void stop() throws Exception {
    if (demo != null) {
      demo.close();
    }
  }

  private static String status(String id) {
    return demo.python(
        "(lambda r: (r.status, r.result.args if r.ready() else None))(app.AsyncResult('"
            + id
            + "'))");
  }

  @Test
  void row_19_python_revokes_what_java_has_not_begun_and_what_it_runs() throws Exception {
    var begun = new CountDownLatch(1);
    var lovage = demo.java("?node=java@h", begun);
    var worker = lovage.startWorker();
    var slow = demo.python("on_java('java.sleep', 600).apply_async().id");
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
    // Revoked before it is sent, so the worker knows before it can begin.
    demo.python("app.control.revoke('early')");
    demo.python("on_java('java.sq', 2).apply_async(task_id='early').id");
    eventually(() -> status("early").equals("('REVOKED', ('revoked',))"));

    long begin = System.nanoTime();
    try (var redis = demo.client()) {
      demo.python("app.control.revoke('" + slow + "', terminate=True)");
      eventually(() -> String.valueOf(redis.get("celery-task-meta-" + slow)).contains("REVOKED"));
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    assertThat(status(slow)).isEqualTo("('REVOKED', ('terminated',))");

    // Another worker hears of it from those that are there.
    var later = demo.java("?node=later@h", begun);
    var second = later.startWorker();
    assertThat(later.homes().ask("java", "revoked", Map.of(), Duration.ofSeconds(2), "later@h"))
        .hasEntrySatisfying("later@h", ids -> assertThat(ids).contains("early", slow));
    second.drain(Duration.ZERO);
    worker.drain(Duration.ZERO);
  }

  @Test
  void row_19_java_cancels_what_python_runs() throws Exception {
    var lovage = demo.java("", new CountDownLatch(1));
    var slow = lovage.submit("demo.sleeper", List.of(600), options -> options.queue("celery"));
    try (var redis = demo.client()) {
      eventually(
          () -> String.valueOf(redis.get("celery-task-meta-" + slow.id())).contains("STARTED"));
    }
    long begin = System.nanoTime();

    assertThat(slow.cancel()).isEqualTo(CancelResult.REQUESTED);

    assertThatThrownBy(() -> slow.await(SOON))
        .isInstanceOfSatisfying(
            TaskFailedException.class, e -> assertThat(e.state()).isEqualTo(TaskState.CANCELLED));
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
    assertThat(slow.cancel()).isEqualTo(CancelResult.ALREADY_FINAL);
    assertThat(lovage.cancel(slow.id())).isEqualTo(CancelResult.ALREADY_FINAL);
  }

  @Test
  void row_19_stamped_tasks_are_revoked_by_their_stamps() throws Exception {
    var begun = new CountDownLatch(1);
    var lovage = demo.java("?node=java@h", begun);
    var worker = lovage.startWorker();
    var stamped =
        "on_java('java.sleep', 600).apply_async(headers={'stamped_headers': ['tenant'],"
            + " 'stamps': {'tenant': 'acme'}}).id";
    var slow = demo.python(stamped);
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

    var answer =
        lovage
            .homes()
            .ask(
                "java",
                "revoke_by_stamped_headers",
                Map.of("headers", Map.of("tenant", "acme"), "terminate", true),
                Duration.ofSeconds(2),
                "java@h");
    assertThat(answer.get("java@h")).contains("revoked").contains(slow);
    eventually(() -> status(slow).equals("('REVOKED', ('terminated',))"));
    var next = demo.python(stamped);
    eventually(() -> status(next).equals("('REVOKED', ('revoked',))"));
    worker.drain(Duration.ZERO);
  }

  @Test
  void row_24_java_gives_each_command_to_a_worker_of_celery() throws Exception {
    var lovage = demo.java("", new CountDownLatch(1));

    assertThat(ask(lovage, "ping", Map.of())).isEqualTo("{\"ok\":\"pong\"}");
    assertThat(ask(lovage, "rate_limit", Map.of("task_name", "demo.add", "rate_limit", "100/s")))
        .contains("new rate limit set successfully");
    assertThat(ask(lovage, "time_limit", Map.of("task_name", "demo.add", "hard", 20, "soft", 10)))
        .contains("time limits set successfully");
    assertThat(ask(lovage, "pool_grow", Map.of("n", 1))).contains("pool will grow");
    assertThat(ask(lovage, "pool_shrink", Map.of("n", 1))).contains("pool will shrink");
    assertThat(ask(lovage, "add_consumer", Map.of("queue", "extra")))
        .contains("add consumer extra");
    // It answers before it has done either, and does what came together in any order.
    eventually(() -> ask(lovage, "active_queues", Map.of()).contains("extra"));
    assertThat(ask(lovage, "cancel_consumer", Map.of("queue", "extra")))
        .contains("no longer consuming from extra");
    eventually(() -> !ask(lovage, "active_queues", Map.of()).contains("extra"));
    assertThat(ask(lovage, "enable_events", Map.of())).contains("task events enabled");
    assertThat(ask(lovage, "disable_events", Map.of())).contains("task events disabled");
    assertThat(ask(lovage, "revoke", Map.of("task_id", "nothing"))).contains("flagged as revoked");
    assertThat(ask(lovage, "revoked", Map.of())).contains("nothing");
    assertThat(ask(lovage, "registered", Map.of())).contains("demo.add");
    assertThat(ask(lovage, "stats", Map.of())).contains("prefetch_count");
    assertThatThrownBy(() -> ask(lovage, "election", Map.of())).isInstanceOf(LovageException.class);
    assertThatThrownBy(() -> ask(lovage, "rate_limit", Map.of()))
        .isInstanceOf(LovageException.class)
        .hasMessageContaining("task_name");
    try (var redis = demo.client()) {
      assertThat(redis.keys("*.reply.celery.pidbox")).isEmpty();
    }
  }

  private static String ask(Lovage lovage, String command, Map<String, ?> arguments) {
    return lovage
        .homes()
        .ask("celery", command, arguments, Duration.ofSeconds(5), "python@h")
        .getOrDefault("python@h", "no answer");
  }

  @Test
  void row_25_a_worker_of_python_is_seen_among_the_workers() {
    var lovage = demo.java("", new CountDownLatch(1));

    assertThat(lovage.queries().workers())
        .anySatisfy(worker -> {
          assertThat(worker.info().id()).isEqualTo("python@h");
          assertThat(worker.info().types()).contains("demo.add");
          assertThat(worker.info().queues()).containsKey("celery");
        });
  }

  @Test
  void row_25_tasks_of_python_are_seen_among_the_tasks() throws Exception {
    var lovage = demo.java("", new CountDownLatch(1));
    var all = new TaskFilter(null, null, "celery", null, 10);
    assertThat(lovage.queries().list(all).tasks()).as("from here on it listens").isEmpty();

    var slow = demo.python("sleeper.delay(5).id");
    eventually(() -> states(lovage, all).equals(List.of(TaskState.RUNNING)));
    var seen = lovage.queries().list(all).tasks().getFirst();
    assertThat(seen.id().toString()).isEqualTo(slow);
    assertThat(seen.type()).isEqualTo("demo.sleeper");
    assertThat(seen.run().worker()).isEqualTo("python@h");
    assertThat(seen.run().startedAt()).isNotNull();
    assertThat(ask(lovage, "enable_events", Map.of())).contains("task events");
    var failed = demo.python("fail.delay('boom').id");
    eventually(() -> states(lovage, all).contains(TaskState.FAILED));

    var failure =
        lovage.queries().list(new TaskFilter(TaskState.FAILED, "demo.fail", null, null, 1));
    assertThat(failure.tasks().getFirst().error().type()).isEqualTo("ValueError");
    assertThat(failure.tasks().getFirst().error().message()).isEqualTo("boom");
    assertThat(lovage.queries().find(TaskId.parse(failed)))
        .isInstanceOfSatisfying(
            TaskLookup.Found.class,
            found -> {
              assertThat(found.task().type()).isEqualTo("demo.fail");
              assertThat(found.argument()).contains("boom");
            });
    var sum = demo.python("add.delay(2, 3).id");
    // The sleeper may have ended before this one is heard of: it is this one that is waited for.
    var succeeded = new TaskFilter(TaskState.SUCCEEDED, "demo.add", null, null, 1);
    eventually(() -> states(lovage, succeeded).equals(List.of(TaskState.SUCCEEDED)));
    assertThat(lovage.queries().find(TaskId.parse(sum)))
        .isInstanceOfSatisfying(
            TaskLookup.Found.class, found -> assertThat(found.result()).isEqualTo("5"));
    var page = lovage.queries().list(new TaskFilter(null, null, "celery", null, 1));
    assertThat(page.tasks().getFirst().id().toString()).isEqualTo(sum);
    var next = lovage.queries().list(new TaskFilter(null, null, "celery", page.next(), 1));
    assertThat(next.tasks()).extracting(Task::type).containsExactly("demo.fail");
  }

  private static List<TaskState> states(Lovage lovage, TaskFilter filter) {
    return lovage.queries().list(filter).tasks().stream().map(Task::state).toList();
  }

  @Test
  void nobody_hears_a_cancellation_where_nobody_listens() throws Exception {
    var lovage = demo.java("", new CountDownLatch(1));
    lovage.homes().at("lonely", demo.redis.url() + "?global_keyprefix=lonely:");
    var handle = lovage.submit("x", 1, options -> options.queue("lonely"));

    assertThatThrownBy(handle::cancel)
        .isInstanceOf(LovageException.class)
        .hasMessageContaining("nobody listens");
  }
}
