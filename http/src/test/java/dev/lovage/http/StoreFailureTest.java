// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.ErrorCode;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoreFailureTest {

  private static final String ID = "01890a5d-ac96-774b-bcce-b302099a8057";

  private final AtomicReference<@Nullable ErrorCode> failure = new AtomicReference<>();
  private final TestServer server = TestServer.over(engine -> new FailingEngine(engine, failure));

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aStoreThatCantBeReachedIsSaidToBeAndNothingIsWritten() {
    server.lovage.served("current", 5L);
    failure.set(ErrorCode.UNAVAILABLE);

    var submit = server.post("/v1/tasks/square", "3");
    assertThat(submit.statusCode()).isEqualTo(503);
    assertThat(TestServer.header(submit, "Retry-After")).isEqualTo("1");
    assertThat(TestServer.json(submit).get("type").asString())
        .isEqualTo("urn:lovage:problem:unavailable");
    assertThat(submit.body()).doesNotContain("secret");
    for (var path :
        new String[] {
          "/v1/tasks",
          "/v1/tasks/" + ID,
          "/v1/tasks/" + ID + "/result",
          "/v1/tasks/" + ID + "/log",
          "/v1/queues",
          "/v1/workers",
          "/v1/values/other"
        }) {
      assertThat(server.get(path).statusCode()).as(path).isEqualTo(503);
    }
    assertThat(server.send("DELETE", "/v1/tasks/" + ID, null).statusCode()).isEqualTo(503);

    failure.set(null);
    assertThat(server.get("/v1/tasks").body()).contains("\"tasks\":[]");
  }

  @Test
  void aServedValueIsReadAllTheSame() {
    server.lovage.served("current", 5L);
    failure.set(ErrorCode.UNAVAILABLE);

    assertThat(server.get("/v1/values/current").body()).isEqualTo("5");
    failure.set(null);
  }

  @Test
  void theProcessLivesButIsNotReady() {
    assertThat(server.get("/health/ready").statusCode()).isEqualTo(200);
    failure.set(ErrorCode.UNAVAILABLE);

    assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
    var ready = server.get("/health/ready");
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(TestServer.header(ready, "Retry-After")).isEqualTo("1");
    assertThat(TestServer.json(ready).get("detail").asString()).contains("store");
    failure.set(null);
  }

  @Test
  void aBrokenStoreIsAnErrorOfOurs() {
    failure.set(ErrorCode.BROKEN);

    var response = server.get("/v1/tasks");
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body()).doesNotContain("secret");
    failure.set(null);
  }
}
