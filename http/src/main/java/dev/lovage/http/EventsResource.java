// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import dev.lovage.ErrorCode;
import dev.lovage.Lovage;
import dev.lovage.LovageException;
import dev.lovage.TaskId;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// `/v1/tasks/{task}/events`: what happens to a task, as server-sent events: its states, its
/// progress and what its handler logs, from the beginning or from where `Last-Event-ID` stands. The
/// stream ends with the task; who asks again after that is answered with 204, upon which a browser
/// asks no more ([HTML, server-sent
/// events](https://html.spec.whatwg.org/multipage/server-sent-events.html)).
///
/// The end is signalled; for all else each stream looks twice a second.
record EventsResource(Lovage lovage, EventStreams streams) {

  private static final Duration LOOK = Duration.ofMillis(500);
  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(15);
  private static final HeaderName LAST_EVENT_ID = HeaderNames.create("Last-Event-ID");
  private static final String HELLO = "retry: 1000\n\n";
  private static final String STILL_HERE = ":\n\n";

  Reply get(Exchange exchange) {
    var id = TaskResource.id(exchange);
    var events =
        exchange
            .header(LAST_EVENT_ID)
            .filter(last -> !last.isEmpty())
            .map(TaskEvents::after)
            .orElseGet(TaskEvents::new);
    var task = TaskResource.find(lovage, id).task();
    if (task.state().isFinal() && events.hasTold(task)) {
      return Reply.of(Status.NO_CONTENT_204, Fields.NO_STORE);
    }
    streams.checkRoom();
    return Reply.stream(
        out -> streams.run(out, stream -> tell(id, events, stream)),
        Fields.EVENTS,
        Fields.NO_STORE);
  }

  private void tell(TaskId id, TaskEvents events, EventStreams.Stream stream)
      throws InterruptedException {
    stream.send(HELLO);
    long sent = System.nanoTime();
    for (var wait = Duration.ZERO; !events.isOver(); wait = LOOK) {
      var text = look(id, events, wait);
      if (!text.isEmpty()) {
        stream.send(text);
        sent = System.nanoTime();
      } else if (System.nanoTime() - sent > QUIET_NANOS) {
        // Nobody hears of a caller who has gone but by writing to him.
        stream.send(STILL_HERE);
        sent = System.nanoTime();
      }
    }
  }

  private String look(TaskId id, TaskEvents events, Duration wait) throws InterruptedException {
    try {
      // The log is read after the task: once it has ended, no line is missed.
      var task = lovage.awaitEnd(id, wait).task();
      return events.next(task, lovage.queries().log(id, events.lines()));
    } catch (LovageException e) {
      if (e.code() != ErrorCode.UNAVAILABLE) {
        // The headers are gone, so it can't be told here; it will be when the reader asks again.
        events.end();
        return "";
      }
      // A browser would take a refusal for the end, so the stream stays until the store is back.
      var _ = new CountDownLatch(1).await(LOOK.toMillis(), TimeUnit.MILLISECONDS);
      return "";
    }
  }
}
