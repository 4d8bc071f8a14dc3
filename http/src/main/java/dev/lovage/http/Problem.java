// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import dev.lovage.TaskError;
import dev.lovage.TaskState;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What goes to a caller whose request was not answered as he wished: RFC 9457 problem details,
/// with `field` and `remedy` where there is one.
///
/// @param more extension members, in the order in which they are sent
record Problem(Kind kind, String detail, Map<String, Object> more) {

  /// The problem types, each with the one status that it is sent with.
  enum Kind {
    MALFORMED(400, "The request could not be read"),
    INVALID(400, "The input is not valid"),
    UNKNOWN_PARAMETER(400, "Unknown query parameter"),
    UNAUTHORIZED(401, "A token is needed"),
    NOT_FOUND(404, "There is nothing here"),
    UNKNOWN_TYPE(404, "Unknown task type"),
    UNKNOWN_TASK(404, "Unknown task"),
    UNKNOWN_STREAM(404, "Unknown stream of actions"),
    UNKNOWN_VALUE(404, "Unknown served value"),
    UNKNOWN_SCHEDULE(404, "Unknown schedule"),
    UNKNOWN_TRIGGER(404, "Unknown trigger"),
    METHOD_NOT_ALLOWED(405, "The method is not allowed here"),
    TASK_FAILED(409, "The task has failed"),
    TASK_CANCELLED(409, "The task was cancelled"),
    TASK_FINAL(409, "The task has ended already"),
    FORGOTTEN(410, "The task is no longer remembered"),
    TASK_ACTIVE(409, "The task has not ended"),
    PAUSED(409, "It is paused"),
    TOO_LARGE(413, "The body is too large"),
    URI_TOO_LONG(414, "The URL is too long"),
    MEDIA_TYPE(415, "The media type is not supported"),
    MISDIRECTED(421, "The host is not answered here"),
    KEY_REUSED(422, "The idempotency key was used for something else"),
    FULL(429, "Too much at once"),
    INTERNAL(500, "Something went wrong here"),
    UNAVAILABLE(503, "The store is not available"),
    NOT_READY(503, "This process is not ready"),
    HTTP_VERSION(505, "The HTTP version is not supported");

    private final int status;
    private final String title;
    private final String type;

    Kind(int status, String title) {
      this.status = status;
      this.title = title;
      this.type = "urn:lovage:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    int status() {
      return status;
    }

    String type() {
      return type;
    }
  }

  static Problem of(Kind kind, String detail) {
    return new Problem(kind, detail, Map.of());
  }

  /// The part of the request that is wrong.
  Problem field(String field) {
    return with("field", field);
  }

  /// What the caller can do.
  Problem remedy(String remedy) {
    return with("remedy", remedy);
  }

  /// Known names like the unknown one; left out if there are none.
  Problem near(List<String> names) {
    return names.isEmpty() ? this : with("near", names);
  }

  /// How many lines of the body were taken, from the first.
  Problem lines(int taken) {
    return with("lines", taken);
  }

  Problem state(TaskState state) {
    return with("state", state);
  }

  /// The path of the request.
  Problem instance(String path) {
    return with("instance", path);
  }

  /// Whole seconds after which the same request is likely to be answered better; sent as
  /// `Retry-After` too.
  Problem retryAfter(Duration wait) {
    return with("retryAfter", Estimates.seconds(wait));
  }

  /// What the worker reported.
  Problem error(TaskError error) {
    return with("error", JsonViews.ErrorView.of(error));
  }

  ProblemException exception() {
    return new ProblemException(this);
  }

  /// The members in the order of the RFC.
  Map<String, Object> json() {
    var json = new LinkedHashMap<String, Object>();
    json.put("type", kind.type);
    json.put("title", kind.title);
    json.put("status", kind.status);
    json.put("detail", detail);
    json.putAll(more);
    return json;
  }

  private Problem with(String name, Object value) {
    var longer = new LinkedHashMap<>(more);
    longer.put(name, value);
    return new Problem(kind, detail, longer);
  }
}
