// SPDX-License-Identifier: Apache-2.0
package dev.lovage.redis;

import static dev.lovage.redis.Demo.SOON;
import static dev.lovage.redis.Demo.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.Lovage;
import dev.lovage.Worker;
import dev.lovage.celery.CeleryMessage;
import dev.lovage.celery.ControlRequest;
import dev.lovage.celery.KombuEnvelope;
import dev.lovage.celery.KombuJson;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Rows 22 to 25 of the interop list: Celery's own tools look at a worker of Lovage's and tell it
/// what to do.
@Tag("server")
class CeleryToolsTest {

  private static final String NODE = "java@host";

  private static Demo demo;
  private static Lovage lovage;
  private static Worker worker;
  private static final CountDownLatch BEGUN = new CountDownLatch(1);

  @BeforeAll
  static void start() throws Exception {
    demo = Demo.start();
    lovage = demo.java("?node=" + NODE, BEGUN);
    worker = lovage.startWorker(options -> options.concurrency(1));
  }

  @AfterAll
  static void stop() throws Exception {
    if (demo != null) {
      worker.drain(Duration.ZERO);
      demo.close();
    }
  }

  /// What the node has answered to a command by the command line.
  private static JsonNode asked(String kind, String... command) {
    var all = new ArrayList<>(List.of("-A", "demo", kind, "-t", "5", "-d", NODE, "--json"));
    all.addAll(List.of(command));
    var printed = demo.celery.tool(all.toArray(String[]::new));
    // `inspect` prints an object, `control` a list of them.
    var json =
        KombuJson.read(
            printed.substring(
                kind.equals("inspect") ? printed.indexOf('{') : printed.indexOf('[')));
    assertThat(json).as(printed).isNotNull();
    return json.isArray() ? json.get(0).path(NODE) : json.path(NODE);
  }

  private static JsonNode inspect(String... command) {
    return asked("inspect", command);
  }

  /// What Celery's client gets, as [#inspect], in one program of Python's.
  private static JsonNode inspectAll(String... commands) {
    var printed =
        demo.celery.python(
            """
            import json
            from demo import app
            inspect = app.control.inspect(destination=['%s'], timeout=5)
            print(json.dumps({name: getattr(inspect, name)()['%s'] for name in '%s'.split()}))
            """
                .formatted(NODE, NODE, String.join(" ", commands)));
    var json = KombuJson.read(printed);
    assertThat(json).as(printed).isNotNull();
    return json;
  }

  private static String control(String... command) {
    return KombuJson.text(asked("control", command));
  }

  /// What Celery's own worker has answered.
  private static JsonNode captured(String name) throws IOException {
    var file = "captures/pidbox-inspect-" + name + "-reply.json";
    try (var in = CeleryToolsTest.class.getResourceAsStream(file)) {
      var json = KombuJson.read(in.readAllBytes());
      return json.at("/replies/0/decoded_body/celery@example");
    }
  }

  private static List<String> keys(JsonNode json) {
    return List.copyOf(new TreeSet<>(json.propertyNames()));
  }

  @Test
  void row_23_status_and_inspect_are_answered_with_the_fields_of_celery() throws Exception {
    assertThat(demo.celery.tool("-A", "demo", "status")).contains(NODE + ": OK", "online");
    assertThat(inspect("ping").path("ok").asString()).isEqualTo("pong");
    var all =
        inspectAll("registered", "active_queues", "stats", "conf", "report", "clock", "memsample");
    assertThat(KombuJson.text(all.path("registered")))
        .isEqualTo("[\"java.fail\",\"java.sleep\",\"java.sq\",\"java.sub\"]");
    assertThat(keys(all.path("active_queues").get(0)))
        .isEqualTo(keys(captured("active_queues").get(0)));
    assertThat(KombuJson.text(all.path("active_queues"))).contains("\"name\":\"java\"");
    var stats = captured("stats");
    assertThat(keys(all.path("stats"))).isEqualTo(keys(stats));
    assertThat(keys(all.at("/stats/pool"))).contains("max-concurrency", "processes", "timeouts");
    assertThat(keys(all.at("/stats/broker"))).isEqualTo(keys(stats.path("broker")));
    assertThat(all.at("/conf/broker_url").asString()).startsWith("redis://127.0.0.1");
    assertThat(all.at("/report/ok").asString()).contains("lovage:");
    assertThat(all.at("/clock/clock").isIntegralNumber()).isTrue();
    assertThat(all.path("memsample").asString()).endsWith("MB");

    var slow = demo.python("on_java('java.sleep', 600).apply_async().id");
    var later = demo.python("on_java('java.sq', 2).apply_async(countdown=600).id");
    assertThat(BEGUN.await(20, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    var active = inspectAll("active").path("active").get(0);
    assertThat(keys(active)).isEqualTo(keys(captured("active").get(0)));
    assertThat(active.path("id").asString()).isEqualTo(slow);
    assertThat(active.path("args").get(0).asInt()).isEqualTo(600);
    assertThat(KombuJson.text(inspect("query_task", slow)))
        .startsWith("{\"" + slow + "\":[\"active\",{");
    try (var redis = demo.client()) {
      // The only thread is taken, so the worker has to be asked to look at what is due later.
      control("pool_grow", "1");
      eventually(() -> redis.zcard("lovage.delayed.java") == 1);
    }
    var waiting = inspectAll("reserved", "scheduled");
    assertThat(waiting.path("reserved").isArray()).isTrue();
    var scheduled = waiting.path("scheduled").get(0);
    assertThat(keys(scheduled)).isEqualTo(keys(captured("scheduled").get(0)));
    assertThat(scheduled.at("/request/id").asString()).isEqualTo(later);

    demo.python("app.control.revoke('" + later + "'), app.control.terminate('" + slow + "')");
    assertThat(KombuJson.text(inspect("revoked"))).contains(later);
    eventually(() -> inspectAll("active").path("active").isEmpty());
    control("pool_shrink", "1");
  }

  @Test
  void row_24_control_changes_the_worker_in_the_words_of_celery() throws Exception {
    assertThat(control("rate_limit", "java.sq", "2/s")).contains("new rate limit set successfully");
    assertThat(KombuJson.text(inspect("registered", "rate_limit")))
        .contains("java.sq [rate_limit=2/s]");
    var script =
        """
        import time
        from demo import *
        begin = time.time()
        results = [on_java('java.sq', n).apply_async() for n in range(5)]
        values = [r.get(timeout=20) for r in results]
        print(values, 1.8 < time.time() - begin < 8)
        """;
    assertThat(demo.celery.python(script)).isEqualTo("[0, 1, 4, 9, 16] True");
    assertThat(control("rate_limit", "java.sq", "0")).contains("rate limit disabled successfully");
    assertThat(control("rate_limit", "java.nope", "1/s")).contains("unknown task");

    assertThat(control("time_limit", "java.sub", "1", "2")).contains("time limits set");
    assertThat(control("pool_grow", "2")).contains("pool will grow");
    assertThat(inspect("stats").at("/pool/max-concurrency").asInt()).isEqualTo(3);
    assertThat(control("pool_shrink", "2")).contains("pool will shrink");
    assertThat(inspect("stats").at("/pool/max-concurrency").asInt()).isEqualTo(1);

    assertThat(control("add_consumer", "extra")).contains("add consumer extra");
    assertThat(inspect("active_queues").size()).isEqualTo(2);
    assertThat(
            demo.python(
                "app.signature('java.sq', args=(7,), queue='extra').apply_async().get(timeout=20)"))
        .isEqualTo("49");
    assertThat(control("cancel_consumer", "extra")).contains("no longer consuming from extra");
    demo.python("app.signature('java.sq', args=(7,), queue='extra').apply_async()");
    assertThat(demo.python("on_java('java.sq', 8).apply_async().get(timeout=20)")).isEqualTo("64");
    try (var redis = demo.client()) {
      assertThat(redis.llen("extra")).isEqualTo(1);
    }
    // An election would kill a lone worker of Celery's; here it does no harm.
    var oddities =
        """
        from demo import *
        ask = app.control.broadcast
        print(ask('election', arguments={'id': 'x', 'topic': 't', 'action': 'a'}, reply=True))
        print(ask('nonsense', reply=True))
        print(app.control.ping(destination=['nobody@h'], timeout=1))
        print(app.control.ping(pattern='jav?@*', matcher='glob', timeout=2))
        """;
    assertThat(demo.celery.python(oddities).lines())
        .anyMatch(line -> line.contains("{'java@host': None}"))
        .anyMatch(line -> line.contains("{'java@host': {'error': \"KeyError('nonsense')\"}}"))
        .contains("[]", "[{'java@host': {'ok': 'pong'}}]");
  }

  @Test
  void row_24_a_worker_is_shut_down() throws Exception {
    var other = demo.java("?node=other@host", new CountDownLatch(1));
    var its = other.startWorker();
    assertThat(its.isHealthy()).isTrue();

    demo.python("app.control.shutdown(destination=['other@host'])");

    eventually(() -> !its.isHealthy());
    assertThat(demo.python("app.control.ping(timeout=2)"))
        .contains("{'java@host': {'ok': 'pong'}}")
        .doesNotContain("other@host");
  }

  @Test
  void row_22_events_tell_what_happens() throws Exception {
    var dump = demo.tool("dump", "-A", "demo", "events", "--dump");
    eventually(() -> demo.said("dump").contains("java@host"));
    // Whoever dumps events has enabled them.
    assertThat(control("enable_events")).contains("task events already enabled");
    assertThat(control("disable_events")).contains("task events disabled");
    assertThat(control("enable_events")).contains("task events enabled");
    var watched = demo.java("?node=watched@host&task_events=on&sent_events=on", BEGUN);
    var its = watched.startWorker();
    eventually(() -> demo.said("dump").contains("watched@host"));

    var good = demo.python("on_java('java.sq', 3).apply_async().id");
    var bad = demo.python("on_java('java.fail', 'boom').apply_async().id");
    var sent = watched.submit("java.sq", 4, options -> options.queue("java"));
    assertThat(sent.await(SOON)).isEqualTo(16);

    eventually(() -> lines("task succeeded", good) && lines("task failed", bad));
    assertThat(lines("task received: java.sq(" + good + ")", good)).isTrue();
    assertThat(lines("task started: java.sq(" + good + ")", good)).isTrue();
    assertThat(lines("task sent: java.sq(" + sent.id() + ")", "" + sent.id())).isTrue();
    assertThat(demo.said("dump")).contains("IllegalStateException('boom')");
    its.drain(Duration.ofSeconds(5));
    eventually(() ->
        demo.said("dump").contains("watched@host")
            && demo.said("dump")
                .lines()
                .anyMatch(l -> l.contains("watched@host") && l.contains("shutdown")));
    assertThat(demo.said("dump").lines())
        .anyMatch(l -> l.contains("watched@host") && l.contains("started"))
        .anyMatch(
            l -> l.contains("java@host") && l.contains("heartbeat") && l.contains("freq=2.0"));
    assertThat(control("disable_events")).contains("task events disabled");
    dump.destroyForcibly().onExit().join();
  }

  private static boolean lines(String what, String id) {
    return demo.said("dump").lines().anyMatch(l -> l.contains(what) && l.contains(id));
  }

  /// Flower is not in Debian: what it asks is asked again.
  @Test
  void row_24_a_worker_scales_between_bounds() throws Exception {
    var scaled = demo.java("?node=scaled@h", new CountDownLatch(1));
    var worker = scaled.startWorker();

    assertThat(tool("autoscale", "4", "1")).contains("autoscale now max=4 min=1");
    assertThat(tool("autoscale", "1", "2")).contains("min from 0 to max");
    assertThat(tool("pool_grow", "2")).contains("Adjust autoscale range instead");
    var stats =
        KombuJson.read(
            scaled
                .homes()
                .ask("java", "stats", Map.of(), SOON, "scaled@h")
                .get("scaled@h")
                .getBytes(UTF_8));
    assertThat(stats.at("/pool/max-concurrency").asInt()).isEqualTo(4);
    assertThat(KombuJson.text(stats.path("autoscaler")))
        .isEqualTo("{\"max\":4,\"min\":1,\"current\":4,\"qty\":0}");
    worker.drain(SOON);
  }

  private static String tool(String command, String... arguments) {
    var words = new ArrayList<>(List.of("-A", "demo", "control", "-d", "scaled@h", command));
    words.addAll(List.of(arguments));
    return demo.celery.tool(words.toArray(String[]::new));
  }

  @Test
  void row_25_flower_gets_a_reply_to_each_of_its_questions() throws Exception {
    JsonNode requests;
    try (var in = getClass().getResourceAsStream("captures/flower-pidbox-requests.json")) {
      requests = KombuJson.read(in.readAllBytes());
    }
    try (var redis = demo.client()) {
      for (var request : requests) {
        var body = request.path("body");
        var id = body.at("/reply_to/routing_key").asString("");
        var list = id + ".reply.celery.pidbox";
        var mark = "\u0006\u0016";
        redis.sadd("_kombu.binding.reply.celery.pidbox", id + mark + mark + list);
        var message =
            CeleryMessage.json(
                request.path("headers"), JsonNodeFactory.instance.objectNode(), body);
        var element =
            KombuEnvelope.write(
                KombuEnvelope.addressed(message, ControlRequest.EXCHANGE, "", "tag"));
        redis.publish("/0.celery.pidbox", new String(element, UTF_8));
        if (id.isEmpty()) {
          continue; // heartbeat and enable_events, of which nobody awaits the reply
        }
        var reply = redis.brpop(20, list);
        assertThat(reply).as(KombuJson.text(body)).isNotNull();
        var envelope = KombuJson.read(reply.get(1));
        assertThat(envelope.at("/headers/ticket").asString())
            .isEqualTo(body.path("ticket").asString());
      }
    }
    var asked = requests.valueStream().map(r -> r.at("/body/method").asString()).distinct();
    assertThat(asked)
        .contains(
            "stats",
            "active_queues",
            "registered",
            "scheduled",
            "active",
            "reserved",
            "revoked",
            "conf");
  }
}
