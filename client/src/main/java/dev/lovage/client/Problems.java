// SPDX-License-Identifier: Apache-2.0
package dev.lovage.client;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import dev.lovage.TaskError;
import dev.lovage.spi.JsonCodec;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads answers: JSON where it is one, and the exception that the same call would have thrown in
/// the server's process where it is a problem ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)).
final class Problems {

  private static final String TYPE = "urn:lovage:problem:";
  private static final int LONGEST_QUOTE = 200;

  private Problems() {}

  /// The type of a problem, without what all types begin with; empty if the answer is none of ours.
  static String type(HttpResponse<String> answer) {
    return problem(answer).map(problem -> text(problem, "type").replace(TYPE, "")).orElse("");
  }

  /// What failed on the worker.
  static TaskError error(HttpResponse<String> answer) {
    var problem = problem(answer).orElseThrow();
    var error = problem.path("error");
    return error.isMissingNode()
        ? TaskError.of(TaskError.CANCELLED, text(problem, "detail"))
        : new TaskError(text(error, "type"), text(error, "message"), text(error, "stack"));
  }

  /// The body of a good answer.
  ///
  /// @throws LovageException if the answer is not a good one
  static String body(HttpResponse<String> answer) {
    if (answer.statusCode() / 100 != 2) {
      throw exception(answer);
    }
    var type = mediaType(answer);
    if (!type.startsWith("application/json") && !type.startsWith("application/x-ndjson")) {
      throw foreign(answer);
    }
    return answer.body();
  }

  /// As [#body], read.
  static JsonNode json(HttpResponse<String> answer) {
    return JsonCodec.tree("answer", body(answer));
  }

  static LovageException exception(HttpResponse<String> answer) {
    return problem(answer)
        .map(problem -> exception(problem, answer))
        .orElseGet(() -> foreign(answer));
  }

  /// Of a problem that stands in an answer for one of many tasks.
  static LovageException exception(JsonNode problem, HttpResponse<String> answer) {
    var detail = text(problem, "detail");
    var remedy = text(problem, "remedy");
    // Details from the core have their remedy in them.
    boolean told = remedy.isEmpty() || detail.contains(remedy.substring(1, remedy.length() - 1));
    return new LovageException(
        code(text(problem, "type"), problem.path("status").asInt(answer.statusCode())),
        told ? detail : detail + " " + remedy,
        null,
        problem.has("retryAfter")
            ? Duration.ofSeconds(problem.path("retryAfter").asLong(0))
            : retryAfter(answer));
  }

  private static ErrorCode code(String type, int status) {
    return switch (type.replace(TYPE, "")) {
      case "unknown-type" -> ErrorCode.UNKNOWN_TYPE;
      case "unknown-task" -> ErrorCode.UNKNOWN_TASK;
      case "forgotten" -> ErrorCode.FORGOTTEN;
      case "key-reused" -> ErrorCode.CONFLICT;
      case "too-large", "uri-too-long" -> ErrorCode.TOO_LARGE;
      case "full" -> ErrorCode.FULL;
      case "unavailable", "not-ready" -> ErrorCode.UNAVAILABLE;
      case "unauthorized", "misdirected", "internal" -> ErrorCode.BROKEN;
      default -> status < 500 ? ErrorCode.INVALID : ErrorCode.BROKEN;
    };
  }

  /// An answer that Lovage did not write.
  private static LovageException foreign(HttpResponse<String> answer) {
    int status = answer.statusCode();
    var code =
        status == 429
            ? ErrorCode.FULL
            : status >= 502 && status <= 504 ? ErrorCode.UNAVAILABLE : ErrorCode.BROKEN;
    var body = answer.body().strip();
    return new LovageException(
        code,
        answer.uri()
            + ": answered "
            + status
            + " with what is not of Lovage"
            + (body.isEmpty()
                ? ""
                : ": " + body.substring(0, Math.min(LONGEST_QUOTE, body.length())))
            + "; check the address, and what stands between",
        null,
        retryAfter(answer));
  }

  /// Null if the server does not say. The form with a date is a proxy's, and passed over.
  static @Nullable Duration retryAfter(@Nullable HttpResponse<?> answer) {
    return answer == null
        ? null
        : answer
            .headers()
            .firstValue("Retry-After")
            .filter(text -> text.matches("\\d{1,9}"))
            .map(text -> Duration.ofSeconds(Long.parseLong(text)))
            .orElse(null);
  }

  private static Optional<JsonNode> problem(HttpResponse<String> answer) {
    try {
      return mediaType(answer).startsWith("application/problem+json")
          ? Optional.of(JsonCodec.tree("answer", answer.body()))
          : Optional.empty();
    } catch (LovageException e) {
      return Optional.empty();
    }
  }

  private static String mediaType(HttpResponse<String> answer) {
    return answer.headers().firstValue("Content-Type").orElse("");
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asString("");
  }
}
