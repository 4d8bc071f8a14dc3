// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.TaskFailedException;
import dev.lovage.TaskHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ReadTest {

  private static final String ID = "01890a5d-ac96-774b-bcce-b302099a8057";

  private final TestServer server = TestServer.start();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void oneTaskIsShownWithArgumentTimesAndLinks() {
    var handle = server.square.submit(12, o -> o.priority(7).expiry(Duration.ofHours(1)));

    var response = server.get("/v1/tasks/" + handle.id());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(TestServer.header(response, "Content-Type")).isEqualTo("application/json");
    assertThat(TestServer.header(response, "Cache-Control")).isEqualTo("no-store");
    var task = TestServer.json(response);
    assertThat(task.get("id").asString()).isEqualTo(handle.id().toString());
    assertThat(task.get("state").asString()).isEqualTo("QUEUED");
    assertThat(task.get("argument").asInt()).isEqualTo(12);
    assertThat(task.get("priority").asInt()).isEqualTo(7);
    assertThat(task.get("queue").asString()).isEqualTo("default");
    assertThat(task.get("attempt").asInt()).isZero();
    assertThat(task.get("submittedAt").asString()).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(task.get("expiresAt").asString()).isEqualTo("2026-01-01T01:00:00Z");
    assertThat(task.get("error").isNull()).isTrue();
    assertThat(task.get("links").get("log").asString())
        .isEqualTo("/v1/tasks/" + handle.id() + "/log");
  }

  @Test
  void aFailureShowsWhatTheWorkerReported() throws Exception {
    var handle = server.fail.submit(3);
    runAll(handle);

    var error = TestServer.json(server.get("/v1/tasks/" + handle.id())).get("error");
    assertThat(error.get("type").asString()).isEqualTo("java.lang.IllegalStateException");
    assertThat(error.get("message").asString()).isEqualTo("broken at 3");
    assertThat(error.get("stack").asString()).contains("TestServer");
  }

  @Test
  void aResultThatIsNotThereYetIsAskedForAgainLater() {
    var handle = server.square.submit(12);

    var response = server.get("/v1/tasks/" + handle.id() + "/result");
    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(TestServer.header(response, "Retry-After")).isEqualTo("1");
    assertThat(TestServer.json(response).get("state").asString()).isEqualTo("QUEUED");
  }

  @Test
  void aFailedTasksResultIsAConflictWithTheRemoteError() throws Exception {
    var handle = server.fail.submit(3);
    runAll(handle);

    var response = server.get("/v1/tasks/" + handle.id() + "/result");
    assertThat(response.statusCode()).isEqualTo(409);
    var problem = TestServer.json(response);
    assertThat(problem.get("type").asString()).isEqualTo("urn:lovage:problem:task-failed");
    assertThat(problem.get("state").asString()).isEqualTo("FAILED");
    assertThat(problem.get("error").get("message").asString()).isEqualTo("broken at 3");
    assertThat(problem.get("detail").asString()).contains("IllegalStateException", "broken at 3");
  }

  @Test
  void aCancelledTasksResultIsAConflict() {
    var handle = server.square.submit(3);
    handle.cancel();

    var response = server.get("/v1/tasks/" + handle.id() + "/result");
    assertThat(response.statusCode()).isEqualTo(409);
    assertThat(TestServer.json(response).get("type").asString())
        .isEqualTo("urn:lovage:problem:task-cancelled");
  }

  @Test
  void theLogIsReadInOrder() throws Exception {
    var chatty =
        server.lovage.task(
            "chatty",
            Integer.class,
            Integer.class,
            (n, context) -> {
              context.log("one");
              context.log("two");
              return n;
            });
    var handle = chatty.submit(1);
    runAll(handle);

    var lines = TestServer.json(server.get("/v1/tasks/" + handle.id() + "/log")).get("lines");
    assertThat(lines).extracting(line -> line.get("text").asString()).containsExactly("one", "two");
    assertThat(lines.get(0).get("attempt").asInt()).isEqualTo(1);
  }

  @Test
  void aTaskThatDoesNotRunIsCancelledAtOnceAndOnlyOnce() {
    var handle = server.square.submit(3);

    var first = server.send("DELETE", "/v1/tasks/" + handle.id(), null);
    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(TestServer.json(first).get("state").asString()).isEqualTo("CANCELLED");
    var second = server.send("DELETE", "/v1/tasks/" + handle.id(), null);
    assertThat(second.statusCode()).isEqualTo(409);
    assertThat(TestServer.json(second).get("type").asString())
        .isEqualTo("urn:lovage:problem:task-final");
  }

  @Test
  void aRunningTaskIsAskedToStop() throws Exception {
    var started = new CountDownLatch(1);
    var never = new CountDownLatch(1);
    var slow =
        server.lovage.task(
            "slow",
            Integer.class,
            Integer.class,
            n -> {
              started.countDown();
              never.await();
              return n;
            });
    var handle = slow.submit(1);
    var worker = server.lovage.startWorker();
    started.await();

    var response = server.send("DELETE", "/v1/tasks/" + handle.id(), null);
    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(TestServer.json(response).get("cancelRequested").asBoolean()).isTrue();
    never.countDown();
    worker.drain(Duration.ofSeconds(5));
  }

  @Test
  void unknownForgottenAndMalformedIdsAreToldApart() {
    for (var path : new String[] {"", "/result", "/log"}) {
      var unknown = server.get("/v1/tasks/" + ID + path);
      assertThat(unknown.statusCode()).isEqualTo(404);
      assertThat(TestServer.json(unknown).get("type").asString())
          .isEqualTo("urn:lovage:problem:unknown-task");
      var malformed = server.get("/v1/tasks/17" + path);
      assertThat(malformed.statusCode()).isEqualTo(400);
      assertThat(TestServer.json(malformed).get("field").asString()).isEqualTo("id");
    }
    assertThat(server.send("DELETE", "/v1/tasks/" + ID, null).statusCode()).isEqualTo(404);
    assertThat(server.send("DELETE", "/v1/tasks/x", null).statusCode()).isEqualTo(400);
  }

  @Test
  void aTaskWhoseTimeToLiveIsOverIsGone() {
    var handle = server.square.submit(3, o -> o.resultTtl(Duration.ofMinutes(1)));
    handle.cancel();
    server.time.advance(Duration.ofMinutes(2));

    for (var path : new String[] {"", "/result", "/log"}) {
      var response = server.get("/v1/tasks/" + handle.id() + path);
      assertThat(response.statusCode()).as(path).isEqualTo(410);
      assertThat(TestServer.json(response).get("type").asString())
          .isEqualTo("urn:lovage:problem:forgotten");
    }
    assertThat(server.send("DELETE", "/v1/tasks/" + handle.id(), null).statusCode()).isEqualTo(410);
  }

  @Test
  void tasksAreListedNewestFirstPageByPage() {
    var submitted = new ArrayList<String>();
    for (int i = 0; i < 5; i++) {
      submitted.addFirst(server.square.submit(i).id().toString());
    }

    var seen = new ArrayList<String>();
    var path = "/v1/tasks?limit=2";
    JsonNode next;
    do {
      var page = TestServer.json(server.get(path));
      page.get("tasks").forEach(task -> seen.add(task.get("id").asString()));
      next = page.get("next");
      path = "/v1/tasks?limit=2&cursor=" + next.asString();
    } while (!next.isNull());
    assertThat(seen).isEqualTo(submitted);
  }

  @Test
  void tasksAreFilteredByStateTypeAndQueue() {
    server.square.submit(1);
    var heavy = server.square.submit(2, o -> o.queue("heavy"));
    var cancelled = server.fail.submit(3);
    cancelled.cancel();

    assertThat(ids("/v1/tasks?queue=heavy")).containsExactly(heavy.id().toString());
    assertThat(ids("/v1/tasks?state=cancelled")).containsExactly(cancelled.id().toString());
    assertThat(ids("/v1/tasks?type=square&state=QUEUED")).hasSize(2);
    assertThat(ids("/v1/tasks?type=nobody")).isEmpty();
  }

  @Test
  void queuesAndWorkersAreShown() throws Exception {
    server.square.submit(1, o -> o.queue("heavy"));
    assertThat(TestServer.json(server.get("/v1/queues")).toString())
        .isEqualTo("{\"queues\":[{\"queue\":\"heavy\",\"counts\":{\"QUEUED\":1}}]}");
    assertThat(TestServer.json(server.get("/v1/workers")).get("workers").size()).isZero();

    var worker = server.lovage.startWorker();
    server.square.submit(2).await(Duration.ofSeconds(20));
    var shown = TestServer.json(server.get("/v1/workers")).get("workers").get(0);
    assertThat(shown.get("id").asString()).isEqualTo(worker.id());
    assertThat(shown.get("alive").asBoolean()).isTrue();
    assertThat(shown.get("types").toString()).contains("square");
    worker.drain(Duration.ofSeconds(5));
  }

  private List<String> ids(String path) {
    var ids = new ArrayList<String>();
    TestServer.json(server.get(path)).get("tasks").forEach(t -> ids.add(t.get("id").asString()));
    return ids;
  }

  /// Runs a worker until the task has ended.
  private void runAll(TaskHandle<?> handle) throws Exception {
    var worker = server.lovage.startWorker();
    try {
      handle.await(Duration.ofSeconds(20));
    } catch (TaskFailedException e) {
      // What the test is about.
    }
    worker.drain(Duration.ofSeconds(5));
  }
}
