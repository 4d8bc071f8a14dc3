// SPDX-License-Identifier: Apache-2.0
package dev.lovage.client;

import dev.lovage.Cause;
import dev.lovage.ErrorCode;
import dev.lovage.LogLine;
import dev.lovage.LovageException;
import dev.lovage.Progress;
import dev.lovage.Task;
import dev.lovage.TaskError;
import dev.lovage.TaskId;
import dev.lovage.TaskState;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads what the API says of tasks. Fields that are not known here are passed over: the server may
/// be newer.
final class TaskJson {

  private TaskJson() {}

  static Task task(JsonNode json) {
    var error = json.path("error");
    return new Task(
        TaskId.parse(text(json, "id")),
        text(json, "type"),
        state(json),
        json.path("version").asLong(0),
        new Task.Placement(
            text(json, "queue"),
            json.path("priority").asInt(0),
            instant(json, "submittedAt"),
            instant(json, "dueAt"),
            instantOrNull(json, "expiresAt"),
            textOrNull(json, "publishes"),
            cause(json.path("cause"))),
        run(json),
        error.isObject()
            ? new TaskError(text(error, "type"), text(error, "message"), text(error, "stack"))
            : null);
  }

  private static @Nullable Cause cause(JsonNode json) {
    return json.isObject()
        ? new Cause(text(json, "kind"), text(json, "name"), text(json, "what"))
        : null;
  }

  private static Task.Run run(JsonNode json) {
    var progress = json.path("progress");
    return new Task.Run(
        json.path("attempt").asInt(0),
        json.path("lost").asInt(0),
        textOrNull(json, "worker"),
        instantOrNull(json, "startedAt"),
        instantOrNull(json, "endedAt"),
        progress.isObject()
            ? new Progress(progress.path("fraction").asDouble(0), text(progress, "message"))
            : null,
        json.path("cancelRequested").asBoolean(false));
  }

  static TaskState state(JsonNode json) {
    var text = text(json, "state");
    try {
      return TaskState.valueOf(text);
    } catch (IllegalArgumentException e) {
      throw strange("state", text);
    }
  }

  static List<LogLine> log(JsonNode json) {
    return json.path("lines")
        .valueStream()
        .map(line ->
            new LogLine(
                instant(line, "at"),
                line.path("attempt").asInt(0),
                line.path("number").asInt(0),
                text(line, "text")))
        .toList();
  }

  private static Instant instant(JsonNode json, String field) {
    var text = text(json, field);
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw strange(field, text);
    }
  }

  private static @Nullable Instant instantOrNull(JsonNode json, String field) {
    return json.path(field).isString() ? instant(json, field) : null;
  }

  private static String text(JsonNode json, String field) {
    return json.path(field).asString("");
  }

  private static @Nullable String textOrNull(JsonNode json, String field) {
    return json.path(field).isString() ? text(json, field) : null;
  }

  private static LovageException strange(String field, String text) {
    return new LovageException(
        ErrorCode.BROKEN,
        "answer: '"
            + text
            + "' is no "
            + field
            + " that is known here; is the server a newer one?");
  }
}
