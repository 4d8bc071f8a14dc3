// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import dev.lovage.TaskHandle;
import dev.lovage.spi.JsonCodec;
import io.helidon.http.Status;
import java.util.Map;
import java.util.TreeMap;

/// The answer to a bulk submit: a line for each argument, in order.
final class BulkAnswer {

  /// One argument.
  ///
  /// @param number from 1
  record Line(int number, String text) {}

  private final boolean lines;
  private final TreeMap<Integer, String> results = new TreeMap<>();

  /// @param lines whether it is NDJSON, else a JSON array
  BulkAnswer(boolean lines) {
    this.lines = lines;
  }

  void accept(int line, TaskHandle<?> handle) {
    var waiter = TasksResource.waiter(handle);
    results.put(
        line,
        "{\"line\":"
            + line
            + ",\"id\":\""
            + handle.id()
            + (waiter == null ? "" : "\",\"waiter\":\"" + waiter)
            + "\"}");
  }

  void refuse(int line, RuntimeException refusal) {
    var problem = ProblemMapper.map(refusal, "bulk", "line " + line).json();
    results.put(line, JsonCodec.encode("answer", Map.of("line", line, "problem", problem)));
  }

  Reply reply(Status status) {
    var body =
        lines
            ? String.join("\n", results.values()) + (results.isEmpty() ? "" : "\n")
            : "[" + String.join(",", results.values()) + "]";
    return Reply.of(status, Reply.utf8(body), lines ? Fields.LINES : Fields.JSON, Fields.NO_STORE);
  }
}
