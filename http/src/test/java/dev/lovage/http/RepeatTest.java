// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Submits that are sent again, and tasks that are run again.
class RepeatTest {

  private final TestServer server = TestServer.start();

  @AfterEach
  void stop() {
    server.close();
  }

  private String submit(String path, String argument, String key) {
    var response = server.post(path, argument, "Idempotency-Key", key);
    assertThat(response.statusCode()).isEqualTo(202);
    return TestServer.json(response).get("id").asString();
  }

  @Test
  void aSubmitWithAKnownKeyIsAnsweredWithTheFirstTask() {
    var first = submit("/v1/tasks/square", "12", "key-1");

    assertThat(submit("/v1/tasks/square", " 12", "\"key-1\"")).isEqualTo(first);
    assertThat(submit("/v1/tasks/square", "12", "key-2")).isNotEqualTo(first);
    assertThat(submit("/v1/tasks/fail", "12", "key-1")).isNotEqualTo(first);
    server.send("DELETE", "/v1/tasks/" + first, null);
    var again = server.post("/v1/tasks/square", "12", "Idempotency-Key", "key-1");
    assertThat(TestServer.json(again).get("state").asString()).isEqualTo("CANCELLED");
  }

  @Test
  void aKeyIsNotTakenForAnotherArgument() {
    submit("/v1/tasks/square", "12", "key-1");

    var response = server.post("/v1/tasks/square", "13", "Idempotency-Key", "key-1");
    assertThat(response.statusCode()).isEqualTo(422);
    var problem = TestServer.json(response);
    assertThat(problem.get("type").asString()).isEqualTo("urn:lovage:problem:key-reused");
    assertThat(problem.get("remedy").asString()).contains("new key");
  }

  @Test
  void aKeyThatIsTooLongOrStandsBesideAnIdIsRefused() {
    var id = "?id=01890a5d-ac96-774b-bcce-b302099a8057";
    assertThat(server.post("/v1/tasks/square" + id, "1", "Idempotency-Key", "k").statusCode())
        .isEqualTo(400);
    var tooLong = server.post("/v1/tasks/square", "1", "Idempotency-Key", "k".repeat(256));
    assertThat(tooLong.statusCode()).isEqualTo(400);
    assertThat(TestServer.json(tooLong).get("field").asString()).isEqualTo("idempotencyKey");
  }

  @Test
  void submitsOfOneKeyShareATaskUntilTheLastLeaves() {
    var first = TestServer.json(server.post("/v1/tasks/square?unique=k", "12"));
    var second = TestServer.json(server.post("/v1/tasks/square?unique=k&rule=attach", "12"));
    var id = first.get("id").asString();
    assertThat(first.has("waiter")).isFalse();
    assertThat(second.get("id").asString()).isEqualTo(id);

    var left = server.send("DELETE", "/v1/tasks/" + id + "?waiter=" + id, null);
    assertThat(TestServer.json(left).get("state").asString()).isEqualTo("QUEUED");
    var waiter = second.get("waiter").asString();
    var last = server.send("DELETE", "/v1/tasks/" + id + "?waiter=" + waiter, null);
    assertThat(TestServer.json(last).get("state").asString()).isEqualTo("CANCELLED");
  }

  @Test
  void aNewerSubmitReplacesAnOlderOne() {
    var first = TestServer.json(server.post("/v1/tasks/square?unique=k&rule=replace", "1"));
    server.post("/v1/tasks/square?unique=k&rule=replace", "2");

    var task = TestServer.json(server.get("/v1/tasks/" + first.get("id").asString()));
    assertThat(task.get("error").get("type").asString()).isEqualTo("lovage.Replaced");
    for (var bad :
        new String[] {"rule=replace", "unique=k&rule=x", "unique=k&rule=replace&keep=1s"}) {
      assertThat(server.post("/v1/tasks/square?" + bad, "1").statusCode()).as(bad).isEqualTo(400);
    }
  }

  @Test
  void aCancelledTaskIsQueuedAgainOnce() {
    var path = "/v1/tasks/" + submit("/v1/tasks/square", "12", "key-1");
    assertThat(server.post(path + "/requeue", "").statusCode()).isEqualTo(409);
    server.send("DELETE", path, null);

    var response = server.send("POST", path + "/requeue", null);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(TestServer.json(response).get("state").asString()).isEqualTo("QUEUED");
    var second = server.send("POST", path + "/requeue", null);
    assertThat(second.statusCode()).isEqualTo(409);
    assertThat(TestServer.json(second).get("type").asString())
        .isEqualTo("urn:lovage:problem:task-active");
    var unknown = "/v1/tasks/01890a5d-ac96-774b-bcce-b302099a8057/requeue";
    assertThat(server.send("POST", unknown, null).statusCode()).isEqualTo(404);
  }

  @Test
  void tasksAreQueuedAgainByFilter() {
    for (int i = 0; i < 5; i++) {
      server.square.submit(i).cancel();
    }
    server.fail.submit(1).cancel();

    var some = server.send("POST", "/v1/requeue?state=cancelled&type=square&limit=3", null);
    assertThat(some.body()).isEqualTo("{\"requeued\":3}");
    var none = server.send("POST", "/v1/requeue", null);
    assertThat(none.body()).isEqualTo("{\"requeued\":0}");
    assertThat(server.send("POST", "/v1/requeue?state=queued", null).statusCode()).isEqualTo(400);
  }
}
