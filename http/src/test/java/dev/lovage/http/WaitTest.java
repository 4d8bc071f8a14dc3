// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.Worker;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Callers that wait for a result.
class WaitTest {

  private final TestServer server = TestServer.start();

  @AfterEach
  void stop() {
    server.close();
  }

  private void working(Runnable test) throws InterruptedException {
    Worker worker = server.lovage.startWorker();
    test.run();
    worker.drain(Duration.ofSeconds(5));
  }

  @Test
  void aSubmitThatPrefersToWaitIsAnsweredWithTheResult() throws Exception {
    working(() -> {
      var response = server.post("/v1/tasks/square", "12", "Prefer", "respond-async, wait=20");

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).isEqualTo("144");
      assertThat(TestServer.header(response, "Preference-Applied")).isEqualTo("wait=20");
      var location = TestServer.header(response, "Location");
      assertThat(server.get(location + "/result").body()).isEqualTo("144");
    });
  }

  @Test
  void aSubmitWhoseResultDoesNotComeInTimeIsAccepted() {
    var response = server.post("/v1/tasks/square", "12", "Prefer", "wait=0");

    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(TestServer.header(response, "Preference-Applied")).isEqualTo("wait=0");
    assertThat(TestServer.header(response, "Retry-After")).isNotEmpty();
    assertThat(TestServer.json(response).get("state").asString()).isEqualTo("QUEUED");
  }

  @Test
  void aPreferenceThatCanNotBeReadIsPassedOver() {
    for (var prefer : new String[] {"wait", "wait=soon", "wait=-1", "return=minimal", ""}) {
      var response = server.post("/v1/tasks/square", "12", "Prefer", prefer);
      assertThat(response.statusCode()).isEqualTo(202);
      assertThat(TestServer.header(response, "Preference-Applied")).isEmpty();
    }
  }

  @Test
  void aTaskThatFailsMeanwhileIsToldWithItsAddress() throws Exception {
    working(() -> {
      var response = server.post("/v1/tasks/fail", "3", "Prefer", "wait=20");

      assertThat(response.statusCode()).isEqualTo(409);
      assertThat(TestServer.json(response).get("error").get("message").asString())
          .isEqualTo("broken at 3");
      assertThat(TestServer.header(response, "Location")).startsWith("/v1/tasks/");
    });
  }

  @Test
  void aResultIsWaitedFor() throws Exception {
    var handle = server.square.submit(12);
    var path = "/v1/tasks/" + handle.id() + "/result";
    assertThat(server.get(path + "?wait=1ms").statusCode()).isEqualTo(202);

    working(() -> assertThat(server.get(path + "?wait=20s").body()).isEqualTo("144"));
    assertThat(server.get(path + "?wait=soon").statusCode()).isEqualTo(400);
    var unknown = "/v1/tasks/01890a5d-ac96-774b-bcce-b302099a8057/result?wait=1s";
    assertThat(server.get(unknown).statusCode()).isEqualTo(404);
  }

  @Test
  void aResultHasATagAndIsSentOnce() throws Exception {
    var handle = server.square.submit(12);
    working(() -> server.get("/v1/tasks/" + handle.id() + "/result?wait=20s"));
    var path = "/v1/tasks/" + handle.id() + "/result";

    var first = server.get(path);
    var tag = TestServer.header(first, "ETag");
    var second = server.get(path, "If-None-Match", tag);
    assertThat(second.statusCode()).isEqualTo(304);
    assertThat(TestServer.header(second, "ETag")).isEqualTo(tag);
    assertThat(server.get(path, "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
    var head = server.send("HEAD", path, null);
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(TestServer.header(head, "Content-Length")).isEqualTo("3");
    assertThat(head.body()).isEmpty();
  }
}
