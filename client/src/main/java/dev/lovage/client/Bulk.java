// SPDX-License-Identifier: Apache-2.0
package dev.lovage.client;

import dev.lovage.LovageException;
import dev.lovage.TaskId;
import dev.lovage.spi.JsonCodec;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.UUID;
import java.util.function.BiConsumer;

/// Sends many arguments of one type, a line for each, in requests of a size that the server takes.
/// Used by one thread.
final class Bulk {

  private static final int MAX_LINES = 1_000;
  private static final int MAX_CHARACTERS = 4 << 20;

  private final Calls calls;
  private final URI uri;
  private final BiConsumer<TaskId, TaskId> each;
  private final StringBuilder body = new StringBuilder();
  private int lines;
  private long accepted;

  /// @param each is told of every task that was accepted, in order, with the submit's waiter
  Bulk(Calls calls, URI uri, BiConsumer<TaskId, TaskId> each) {
    this.calls = calls;
    this.uri = uri;
    this.each = each;
  }

  /// How many tasks were accepted.
  long accepted() {
    return accepted;
  }

  void add(String argument) {
    if (lines == MAX_LINES || body.length() + argument.length() > MAX_CHARACTERS) {
      send();
    }
    body.append(argument).append('\n');
    lines++;
  }

  /// Sends what has been added and not been sent.
  void send() {
    if (lines == 0) {
      return;
    }
    var request =
        calls
            .request(uri)
            .header("Content-Type", "application/x-ndjson")
            // The server makes the tasks' ids from it, the same at each repetition.
            .header("Idempotency-Key", UUID.randomUUID().toString())
            .POST(BodyPublishers.ofString(body.toString()));
    body.setLength(0);
    lines = 0;
    LovageException first = null;
    var answer = calls.send(request);
    for (var line : Problems.body(answer).lines().toList()) {
      var result = JsonCodec.tree("answer", line);
      if (result.has("id")) {
        accepted++;
        var id = TaskId.parse(result.path("id").asString(""));
        each.accept(id, TaskId.parse(result.path("waiter").asString(id.toString())));
      } else if (first == null) {
        first = Problems.exception(result.path("problem"), answer);
      }
    }
    if (first != null) {
      throw new LovageException(
          first.code(),
          first.getMessage() + "; " + accepted + " tasks were accepted",
          first,
          first.retryAfter().orElse(null));
    }
  }
}
