// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lovage.RetryPolicy;
import dev.lovage.TaskId;
import dev.lovage.TaskType;
import dev.lovage.spi.JsonCodec;
import io.helidon.webserver.CloseConnectionException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/// Readers that follow a task.
@Timeout(60)
class EventsTest {

  private final TestServer server = TestServer.start();
  private final Semaphore go = new Semaphore(0);
  private final TaskType<Integer, Integer> steps =
      server.lovage.task(
          "steps",
          Integer.class,
          Integer.class,
          (n, context) -> {
            for (int i = 1; i <= n; i++) {
              context.log("step " + i + " of\n" + n);
              context.progress((double) i / n, "step " + i);
              if (!go.tryAcquire(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody let it go on");
              }
            }
            return n;
          },
          options -> options.retry(RetryPolicy.none()));

  @AfterEach
  void stop() {
    server.close();
  }

  private record Event(String id, String name, JsonNode data) {}

  private static Event next(Iterator<String> lines) {
    var id = "";
    var name = "";
    while (true) {
      var line = lines.next();
      if (line.startsWith("id: ")) {
        id = line.substring(4);
      } else if (line.startsWith("event: ")) {
        name = line.substring(7);
      } else if (line.startsWith("data: ")) {
        return new Event(id, name, JsonCodec.tree("event", line.substring(6)));
      }
    }
  }

  private static List<Event> rest(Iterator<String> lines) {
    var text = new ArrayList<String>();
    lines.forEachRemaining(text::add);
    var left = text.iterator();
    var events = new ArrayList<Event>();
    for (long i = text.stream().filter(line -> line.startsWith("data: ")).count(); i > 0; i--) {
      events.add(next(left));
    }
    return events;
  }

  private static String path(TaskId id) {
    return "/v1/tasks/" + id + "/events";
  }

  @Test
  void a_reader_is_told_of_states_progress_and_log_and_of_the_end_last() throws Exception {
    var id = steps.submit(2).id();
    var lines = server.lines(path(id));
    assertThat(next(lines).data().get("state").asString()).isEqualTo("QUEUED");

    var worker = server.lovage.startWorker();
    assertThat(next(lines).data().get("state").asString()).isEqualTo("RUNNING");
    var line = next(lines);
    assertThat(line.name()).isEqualTo("log");
    assertThat(line.data().get("text").asString()).isEqualTo("step 1 of\n2");
    var progress = next(lines);
    assertThat(progress.name()).isEqualTo("progress");
    assertThat(progress.data().get("fraction").asDouble()).isEqualTo(0.5);
    go.release(2);

    var rest = rest(lines);
    assertThat(rest).extracting(Event::name).containsExactly("log", "progress", "state");
    assertThat(rest.getLast().data().get("state").asString()).isEqualTo("SUCCEEDED");
    assertThat(rest.getLast().id()).isEqualTo("1.SUCCEEDED.2");
    worker.drain(Duration.ofSeconds(5));
  }

  @Test
  void a_reader_who_comes_back_gets_what_he_missed_and_no_line_twice() throws Exception {
    var id = steps.submit(3).id();
    go.release(3);
    var worker = server.lovage.startWorker();
    server.lovage.awaitEnd(id, Duration.ofSeconds(20));

    var all = rest(server.lines(path(id)));
    var later = rest(server.lines(path(id), "Last-Event-ID", "1.RUNNING.1"));

    assertThat(all).extracting(Event::name).endsWith("state").contains("progress");
    assertThat(texts(all)).containsExactly("step 1 of\n3", "step 2 of\n3", "step 3 of\n3");
    assertThat(texts(later)).containsExactly("step 2 of\n3", "step 3 of\n3");
    assertThat(later.getLast().id()).isEqualTo("1.SUCCEEDED.3");
    assertThat(server.get(path(id), "Last-Event-ID", later.getLast().id()).statusCode())
        .isEqualTo(204);
    assertThat(server.get("/v1/tasks/" + id + "/log?after=2").body())
        .contains("step 3")
        .doesNotContain("step 2");
    worker.drain(Duration.ofSeconds(5));
  }

  private static List<String> texts(List<Event> events) {
    return events.stream()
        .filter(event -> event.name().equals("log"))
        .map(event -> event.data().get("text").asString())
        .toList();
  }

  @Test
  void a_task_that_was_queued_again_is_followed_again() throws Exception {
    var handle = steps.submit(1);
    handle.cancel();
    var last = rest(server.lines(path(handle.id()))).getLast();
    assertThat(last.id()).isEqualTo("0.CANCELLED.0");
    handle.requeue();

    var again = server.lines(path(handle.id()), "Last-Event-ID", last.id());
    assertThat(next(again).data().get("state").asString()).isEqualTo("QUEUED");
    handle.cancel();
    assertThat(rest(again).getLast().data().get("state").asString()).isEqualTo("CANCELLED");
  }

  @Test
  void what_can_not_be_followed_is_refused() {
    var id = steps.submit(1).id();

    for (var garbage : List.of("7", "1.RUNNING", "1.ASLEEP.2", "1.RUNNING.99999999999", "x.y.z")) {
      var refused = server.get(path(id), "Last-Event-ID", garbage);
      assertThat(refused.statusCode()).as(garbage).isEqualTo(400);
      assertThat(refused.body()).contains("Last-Event-ID");
    }
    var unknown = "/v1/tasks/01890a5d-ac96-774b-bcce-b302099a8057/events";
    assertThat(server.get(unknown).statusCode()).isEqualTo(404);
    var head = server.send("HEAD", path(id), null);
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(TestServer.header(head, "Content-Type")).isEqualTo("text/event-stream");
  }

  @Test
  void there_are_no_more_readers_than_there_may_be() throws Exception {
    var handle = steps.submit(1);
    var readers = new ArrayList<Iterator<String>>();
    for (int i = 0; i < TestServer.STREAMS; i++) {
      readers.add(server.lines(path(handle.id())));
      next(readers.getLast());
    }

    var refused = server.get(path(handle.id()));
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(TestServer.header(refused, "Retry-After")).isEqualTo("1");

    handle.cancel();
    readers.forEach(EventsTest::rest);
    assertThat(server.get(path(handle.id())).statusCode()).isEqualTo(200);
  }

  @Test
  void readers_do_not_hold_up_the_end_of_the_server() throws Exception {
    var lines = server.lines(path(steps.submit(1).id()));
    next(lines);

    long start = System.nanoTime();
    server.close();

    assertThat(rest(lines)).isEmpty();
    // Requests under way are given five seconds.
    assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(4));
  }

  @Test
  void a_reader_who_does_not_read_is_let_go() throws Exception {
    try (var watchdog = Watchdog.start(Duration.ofMillis(100));
        var streams = new EventStreams(watchdog, 1);
        var unread = new PipedOutputStream(new PipedInputStream())) {
      var tooMuch = "x".repeat(100_000);

      assertThatThrownBy(() -> streams.run(unread, stream -> stream.send(tooMuch)))
          .isInstanceOf(CloseConnectionException.class);

      streams.checkRoom();
      assertThat(Thread.interrupted()).isFalse();
    }
  }
}
