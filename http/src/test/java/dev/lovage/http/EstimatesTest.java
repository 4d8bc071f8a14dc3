// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// When callers are told to come again.
class EstimatesTest {

  private final TestServer server = TestServer.start();

  @AfterEach
  void stop() {
    server.close();
  }

  private String look(String id) {
    return TestServer.header(server.get("/v1/tasks/" + id + "/result"), "Retry-After");
  }

  private String submit() {
    return TestServer.json(server.post("/v1/tasks/square", "3")).get("id").asString();
  }

  /// Lets the tasks that wait be done, a while after they were due.
  private void done(String id, Duration after) throws Exception {
    server.time.advance(after);
    var worker = server.lovage.startWorker();
    server.lovage.handle(dev.lovage.TaskId.parse(id), Long.class).await(Duration.ofSeconds(20));
    worker.drain(Duration.ofSeconds(5));
    assertThat(server.get("/v1/tasks/" + id + "/result").statusCode()).isEqualTo(200);
  }

  @Test
  void aTaskIsAskedForAgainWhenNineOfTenOfItsTypeWereDone() throws Exception {
    assertThat(look(submit())).isEqualTo("1");
    for (int i = 0; i < 10; i++) {
      done(submit(), Duration.ofSeconds(i < 8 ? 5 : 40));
    }

    var id = submit();
    assertThat(look(id)).isEqualTo("40");
    server.time.advance(Duration.ofSeconds(30));
    assertThat(look(id)).isEqualTo("10");
    server.time.advance(Duration.ofSeconds(70));
    assertThat(look(id)).isEqualTo("50");
  }

  @Test
  void aTaskThatIsNotDueYetIsAskedForWhenItIs() {
    var response = server.post("/v1/tasks/square?delay=90s", "3");

    assertThat(look(TestServer.json(response).get("id").asString())).isEqualTo("90");
  }

  @Test
  void howGoodTheEstimatesWereIsShown() throws Exception {
    done(submit(), Duration.ofSeconds(10));
    var onTime = submit();
    look(onTime);
    done(onTime, Duration.ofSeconds(4));
    var late = submit();
    look(late);
    done(late, Duration.ofSeconds(13));

    var square = TestServer.json(server.get("/v1/estimates")).get("types").get(0);
    assertThat(square.get("type").asString()).isEqualTo("square");
    assertThat(square.get("samples").asInt()).isEqualTo(3);
    assertThat(square.get("estimates").asInt()).isEqualTo(2);
    assertThat(square.get("late").asDouble()).isEqualTo(0.5);
    assertThat(square.get("p50Millis").asLong()).isEqualTo(10_000);
    assertThat(square.get("errorMillis").asLong()).isIn(3_000L, 6_000L);
  }

  @Test
  void aFullQueueIsToldWithTheTimeToWait() {
    server.lovage.limit("default", 2);
    submit();
    submit();

    var response = server.post("/v1/tasks/square", "3");
    assertThat(response.statusCode()).isEqualTo(429);
    assertThat(TestServer.header(response, "Retry-After")).isEqualTo("1");
    var problem = TestServer.json(response);
    assertThat(problem.get("type").asString()).isEqualTo("urn:lovage:problem:full");
    assertThat(problem.get("field").asString()).isEqualTo("queue");
    assertThat(problem.get("remedy").asString().toLowerCase(Locale.ROOT)).contains("again");
    assertThat(server.post("/v1/tasks/square?queue=other", "3").statusCode()).isEqualTo(202);
  }
}
