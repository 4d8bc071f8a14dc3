// SPDX-License-Identifier: Apache-2.0
package dev.lovage.redis;

import static dev.lovage.redis.Demo.SOON;
import static dev.lovage.redis.Demo.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.Lovage;
import dev.lovage.RetryPolicy;
import dev.lovage.TaskContext;
import dev.lovage.Worker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Celery's semantics of tasks across languages: rows 11, 12, 14, 16, 17 and 18 of the interop
/// list, and those that have no row.
@Tag("server")
class CelerySemanticsTest {

  private static final CountDownLatch GO = new CountDownLatch(1);
  private static final CountDownLatch EARLY = new CountDownLatch(1);
  private static final AtomicInteger ATTEMPTS = new AtomicInteger();

  private static Demo demo;
  private static Lovage lovage;
  private static Worker worker;

  @BeforeAll
  static void start() throws Exception {
    demo = Demo.start();
    var _ = demo.python("python@h", "-P", "solo");
    lovage = demo.java("", new CountDownLatch(1));
    lovage.task(
        "java.early",
        Integer.class,
        Integer.class,
        n -> {
          EARLY.countDown();
          GO.await();
          return n;
        },
        task -> task.queue("java").ackEarly());
    lovage.task(
        "java.reject",
        String.class,
        String.class,
        (String reason, TaskContext context) -> {
          throw context.reject(reason);
        },
        task -> task.queue("java"));
    lovage.task(
        "java.flaky",
        Integer.class,
        Integer.class,
        n -> {
          if (ATTEMPTS.incrementAndGet() < 3) {
            throw new IllegalStateException("not yet");
          }
          return n;
        },
        task -> task.queue("java").retry(RetryPolicy.exponential(5, Duration.ofMillis(100))));
    lovage.task(
        "java.sum",
        List.class,
        Integer.class,
        list -> {
          int sum = 0;
          for (var number : (List<?>) list) {
            sum += (Integer) number;
          }
          return sum;
        },
        task -> task.queue("java"));
    lovage.task("java.cb", Object.class, Object.class, seen -> seen, task -> task.queue("java"));
    worker = lovage.startWorker(options -> options.concurrency(4));
  }

  @AfterAll
  static void stop() throws Exception {
    GO.countDown();
    if (demo != null) {
      worker.drain(Duration.ZERO);
      demo.close();
    }
  }

  @Test
  void map_starmap_and_chunks_run_over_java_tasks() {
    var script =
        """
        from demo import *
        from celery import group
        from celery.canvas import xmap, xstarmap
        sub = on_java('java.sub')
        print(xmap(on_java('java.sq'), [1, 2, 3]).apply_async(queue='java').get(timeout=20))
        print(xstarmap(sub, [(7, 5), (9, 1)]).apply_async(queue='java').get(timeout=20))
        parts = group(xstarmap(sub, p).set(queue='java') for p in [[(7, 5)], [(9, 1), (3, 2)]])
        print(parts.apply_async().get(timeout=20))
        """;
    // A group of starmaps is what Celery sends for chunks.
    assertThat(demo.celery.python(script).lines())
        .containsExactly("[1, 4, 9]", "[2, 8]", "[[2], [8, 1]]");
  }

  @Test
  void a_task_of_python_is_replaced_by_one_of_java_within_a_chain_and_a_chord() {
    var script =
        """
        from demo import *
        from celery import chord
        print(handed_on.delay(4).get(timeout=20))
        print((add.s(1, 2) | handed_on.s() | mul.s(3)).apply_async().get(timeout=20))
        print(chord([handed_on.s(4), add.s(1, 2)], xsum.s()).apply_async().get(timeout=20))
        """;
    assertThat(demo.celery.python(script).lines()).containsExactly("16", "27", "19");
  }

  @Test
  void rows_11_and_12_retries_are_waited_through() throws Exception {
    var python = lovage.submit("demo.flaky", List.of(), options -> options.queue("celery"));

    assertThat(demo.python("on_java('java.flaky', 5).apply_async().get(timeout=20)"))
        .isEqualTo("5");
    assertThat(ATTEMPTS).hasValue(3);
    assertThat(python.await(SOON)).isEqualTo(2);
  }

  @Test
  void row_14_a_chain_that_fails_in_java_fails_to_its_end() {
    var script =
        """
        from demo import *
        last = (on_java('java.fail', 'boom') | ident.s() | ident.s()).apply_async()
        try:
            last.get(timeout=20)
        except Exception as e:
            print(type(e).__name__, last.status, last.parent.status, last.parent.parent.status)
        """;
    assertThat(demo.celery.python(script))
        .isEqualTo("IllegalStateException FAILURE FAILURE FAILURE");
  }

  @Test
  void rows_16_and_17_the_body_of_a_chord_is_java_and_a_part_may_fail() {
    var script =
        """
        from demo import *
        from celery import chord
        print(chord([add.s(1, 2), on_java('java.sq', 4)], on_java('java.sum')).apply_async().get(timeout=20))
        body = chord([add.s(1, 2), on_java('java.fail', 'boom')], xsum.s()).apply_async()
        try:
            body.get(timeout=20)
        except Exception as e:
            # get() also raises for a member that has failed, before the body is told.
            print(type(body.get(timeout=20, propagate=False, disable_sync_subtasks=False)).__name__, body.status)
        """;
    assertThat(demo.celery.python(script).lines()).containsExactly("19", "ChordError FAILURE");
  }

  @Test
  void row_18_python_links_java() {
    var script =
        """
        from demo import *
        done = on_java('java.cb').set(task_id='linked')
        add.apply_async((2, 3), link=done)
        print(app.AsyncResult('linked').get(timeout=20))
        bad = on_java('java.cb').set(task_id='linked-error')
        failed = fail.apply_async(('boom',), link_error=bad)
        print(app.AsyncResult('linked-error').get(timeout=20) == failed.id)
        """;
    assertThat(demo.celery.python(script).lines()).containsExactly("5", "True");
  }

  @Test
  void a_task_that_is_acknowledged_early_is_forgotten_when_it_begins() throws Exception {
    var id = demo.python("on_java('java.early', 7).apply_async().id");
    EARLY.await();
    try (var redis = demo.client()) {
      eventually(() -> redis.hvals("unacked").stream().noneMatch(element -> element.contains(id)));
      GO.countDown();
      eventually(() -> String.valueOf(redis.get("celery-task-meta-" + id)).contains("SUCCESS"));
    }
  }

  @Test
  void what_a_handler_rejects_is_kept_and_its_sender_hears_of_it() {
    var script =
        """
        from demo import *
        result = on_java('java.reject', 'not mine').apply_async()
        try:
            result.get(timeout=20)
        except Exception as e:
            print(type(e).__name__, e.args)
        """;
    assertThat(demo.celery.python(script)).isEqualTo("Reject ('not mine', False)");
    assertThat(lovage.homes().rejected("java", 10))
        .anyMatch(rejected -> rejected.reason().equals("not mine"));
  }

  @Test
  void stamps_travel_on_to_what_follows() throws Exception {
    var id =
        demo.python(
            "(on_java('java.sq', 3) | ident.s().set(queue='parked')).apply_async("
                + "headers={'stamped_headers': ['tenant'], 'stamps': {'tenant': 'acme'}}).id");
    assertThat(id).isNotEmpty();
    try (var redis = demo.client()) {
      eventually(() -> redis.llen("parked") == 1);
      assertThat(redis.lindex("parked", 0)).contains("\"stamps\":{\"tenant\":\"acme\"}");
    }
  }
}
