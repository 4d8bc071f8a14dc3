// SPDX-License-Identifier: Apache-2.0
package dev.lovage.redis;

import static dev.lovage.redis.Demo.SOON;
import static dev.lovage.redis.Demo.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.Lovage;
import dev.lovage.spi.BrokerEngine;
import dev.lovage.spi.LeaseRequest.QueueLimit;
import dev.lovage.testkit.MemoryEngine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Rows 3, 4, 9, 10, 20 and 21 of the interop list: what messages look like, and when, in which
/// order and how often they are delivered.
@Tag("server")
class CeleryDeliveryTest {

  private static final JsonMapper JSON = JsonMapper.shared();

  private Demo demo;

  @BeforeEach
  void start() {
    demo = Demo.start();
  }

  @AfterEach
  void stop() throws Exception {
    if (demo != null) {
      demo.close();
    }
  }

  /// Whether all that is held has been held for longer than Python's visibility timeout.
  private boolean isTimeoutOver() {
    try (var redis = demo.client()) {
      double over = Instant.now().minus(Demo.VISIBILITY).toEpochMilli() / 1e3;
      return redis.zcount("unacked_index", over, Double.MAX_VALUE) == 0;
    }
  }

  private static Map<String, Object> shape(JsonNode json) {
    var shape = new TreeMap<String, Object>();
    json.properties()
        .forEach(field ->
            shape.put(
                field.getKey(),
                field.getValue().isObject()
                    ? shape(field.getValue())
                    : field.getValue().getNodeType().toString()));
    return shape;
  }

  @Test
  void row_3_a_message_of_java_has_the_keys_and_types_of_one_of_pythons() throws Exception {
    try (var redis = demo.client();
        var capture = getClass().getResourceAsStream("captures/v56-redis-task-simple.json")) {
      var python = JSON.readTree(capture).path("messages").path(0).path("envelope");
      var lovage = demo.java("", new CountDownLatch(1));
      lovage.homes().at("shape", demo.redis.url());
      lovage.submit("demo.add", List.of(2, 3), options -> options.queue("shape"));
      var java = JSON.readTree(redis.rpop("shape"));

      assertThat(shape(java)).isEqualTo(shape(python));
      assertThat(java.path("headers").path("argsrepr").asString()).isEqualTo("(2, 3)");
    }
  }

  @Test
  void row_4_values_of_all_types_come_back_as_they_were() throws Exception {
    var lovage = demo.java("", new CountDownLatch(1));
    lovage.task("java.echo", Object.class, Object.class, seen -> seen, task -> task.queue("java"));
    var worker = lovage.startWorker();
    var script =
        """
        import datetime, decimal, uuid
        from demo import *
        sent = dict(dt=datetime.datetime(2024, 5, 1, 12, 30, 15, 123456),
            dtz=datetime.datetime(2024, 5, 1, tzinfo=datetime.timezone.utc), d=datetime.date(2024, 5, 1),
            t=datetime.time(1, 2, 3), u=uuid.UUID(int=5), dec=decimal.Decimal('1.50'),
            uni='\\u00e9\\u20ac\\U0001f600', tup=(1, 2), none=None, f=1.0, big=2**70)
        back = app.signature('java.echo', kwargs=sent, queue='java').apply_async().get(timeout=20)
        from kombu.utils.json import dumps, loads
        print(back == loads(dumps(sent)), back['big'] == 2**70, back['uni'] == sent['uni'])
        """;
    assertThat(demo.celery.python(script)).isEqualTo("True True True");
    worker.drain(Duration.ZERO);
  }

  @Test
  void row_9_a_task_of_java_waits_for_its_eta_in_a_worker_of_pythons() throws Exception {
    var _ = demo.python("python@h", "-P", "solo");
    var lovage = demo.java("", new CountDownLatch(1));
    var due = Instant.now().plusSeconds(3);
    var handle =
        lovage.submit("demo.add", List.of(2, 3), options -> options.queue("celery").at(due));

    assertThat(handle.await(SOON)).isEqualTo(5);
    assertThat(Instant.now()).isBetween(due.minusMillis(50), due.plusSeconds(2));
  }

  @Test
  void row_10_what_has_expired_is_revoked_by_whoever_gets_it() throws Exception {
    var id = demo.python("on_java('java.sq', 3).apply_async(expires=1).id");
    var lovage = demo.java("", new CountDownLatch(1));
    var sent =
        lovage.submit(
            "demo.add",
            List.of(2, 3),
            options -> options.queue("celery").expiry(Duration.ofMillis(500)));
    var other = demo.python("add.apply_async((2, 3), expires=1).id");
    var expired = Instant.now().plusSeconds(1);
    eventually(() -> Instant.now().isAfter(expired));
    var worker = lovage.startWorker();
    var _ = demo.python("python@h", "-P", "solo");

    for (var one : List.of(id, other, sent.id().toString())) {
      var script =
          """
          from demo import *
          result = app.AsyncResult('%s')
          try:
              result.get(timeout=20)
          except Exception as e:
              print(type(e).__name__, e.args[0], result.status)
          """
              .formatted(one);
      assertThat(demo.celery.python(script)).isEqualTo("TaskRevokedError expired REVOKED");
    }
    worker.drain(Duration.ZERO);
  }

  @Test
  void row_20_priorities_are_taken_in_celerys_order_at_redis() throws Exception {
    for (int priority : List.of(9, 6, 3, 0)) {
      var _ =
          demo.python(
              "on_java('java.note', %d).apply_async(priority=%d).id".formatted(priority, priority));
    }
    var order = Collections.synchronizedList(new ArrayList<Integer>());
    var all = new CountDownLatch(4);
    var lovage = demo.java("", new CountDownLatch(1));
    lovage.task(
        "java.note",
        Integer.class,
        Integer.class,
        n -> {
          order.add(n);
          all.countDown();
          return n;
        },
        task -> task.queue("java"));
    var worker = lovage.startWorker(options -> options.concurrency(1));
    all.await();

    assertThat(order).containsExactly(0, 3, 6, 9);
    worker.drain(Duration.ZERO);
  }

  @Test
  void row_21_a_worker_of_pythons_runs_what_a_dead_one_of_javas_held() throws Exception {
    try (var dead = BrokerEngine.open(demo.redis.url());
        var lovage = Lovage.over(MemoryEngine.create())) {
      lovage.homes().at("celery", demo.redis.url());
      var handle = lovage.submit("demo.add", List.of(2, 3), options -> options.queue("celery"));
      var wish = List.of(new QueueLimit("celery", 1));
      assertThat(dead.broker().receive(wish, Duration.ofSeconds(1)).deliveries()).hasSize(1);
      eventually(this::isTimeoutOver);
      var _ = demo.python("python@h", "-c", "1");

      assertThat(handle.await(SOON)).isEqualTo(5);
    }
  }

  @Test
  void row_21_java_runs_what_a_killed_worker_of_pythons_held() throws Exception {
    var python = demo.python("python@h", "-c", "1", "-Q", "celery,java");
    var lovage = demo.java("", new CountDownLatch(1));
    lovage.task(
        "demo.add", Demo.Pair.class, Integer.class, p -> p.x() + p.y(), task -> task.queue("java"));
    try (var redis = demo.client()) {
      var slow = demo.python("sleeper.apply_async((60,), queue='java').id");
      eventually(() -> redis.exists("celery-task-meta-" + slow));
      var _ = demo.python("[add.apply_async((n, n), queue='java').id for n in range(3)]");
      // They are prefetched behind the one that runs.
      eventually(() -> redis.hlen("unacked") == 3);
      python.destroyForcibly().onExit().join();
      // Only Python gives back what Python held: as it starts, or a hundred seconds later.
      eventually(this::isTimeoutOver);
      var _ = demo.python("other@h", "-c", "1");
      var worker = lovage.startWorker();

      eventually(() -> redis.keys("celery-task-meta-*").size() == 4);
      worker.drain(Duration.ZERO);
    }
  }

  @Test
  void row_21_a_long_task_of_java_is_not_run_twice_by_an_impatient_worker_of_pythons()
      throws Exception {
    var begun = new CountDownLatch(1);
    var lovage = demo.java("", begun);
    var worker = lovage.startWorker();
    try (var redis = demo.client()) {
      var id = demo.python("on_java('java.sleep', 12).apply_async().id");
      begun.await();
      var _ = demo.python("impatient@h", "-c", "1", "-Q", "java");

      eventually(() -> String.valueOf(redis.get("celery-task-meta-" + id)).contains("SUCCESS"));
      assertThat(demo.said("impatient@h")).doesNotContain(id);
    }
    worker.drain(Duration.ZERO);
  }
}
