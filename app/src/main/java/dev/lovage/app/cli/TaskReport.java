// SPDX-License-Identifier: Apache-2.0
package dev.lovage.app.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// One task, told line by line.
final class TaskReport {

  private static final int MAX_JSON = 2_000;
  private static final int MAX_REMARK = 60;

  private final List<String> lines = new ArrayList<>();

  private TaskReport() {}

  static List<String> of(Api api, String id, Instant now) throws ApiException {
    var path = "/v1/tasks/" + id.replaceAll("[^A-Za-z0-9-]", "_");
    var task = api.get(path).json();
    var report = new TaskReport();
    report.line("task", task.path("id").asString());
    report.line("type", task.path("type").asString());
    report.line("state", state(task));
    report.line(
        "queue", task.path("queue").asString() + ", priority " + task.path("priority").asString());
    report.line("cause", cause(task.path("cause")));
    report.line("attempt", attempts(task));
    report.line("worker", task.path("worker").asString(""));
    report.line("submitted", task.path("submittedAt").asString());
    report.line("started", task.path("startedAt").asString(""));
    report.line("ended", task.path("endedAt").asString(""));
    report.line("took", took(task, now).replace("-", ""));
    report.line("argument", cut(task.path("argument").toString(), MAX_JSON));
    if (task.path("state").asString().equals("SUCCEEDED")) {
      report.line("result", cut(api.get(path + "/result").body(), MAX_JSON));
    }
    report.error(task.path("error"));
    for (var line : api.get(path + "/log").json().path("lines")) {
      report.line("log", line.path("at").asString() + " " + line.path("text").asString());
    }
    return report.lines;
  }

  private void line(String name, String text) {
    if (!text.isEmpty()) {
      lines.add("%-9s  %s".formatted(name, text));
    }
  }

  private static String cause(JsonNode cause) {
    return cause.isObject()
        ? cause.path("kind").asString()
            + " "
            + cause.path("name").asString()
            + ": "
            + cause.path("what").asString()
        : "";
  }

  private void error(JsonNode error) {
    if (error.isObject()) {
      line("error", error.path("type").asString() + ": " + error.path("message").asString());
      error.path("stack").asString("").lines().forEach(frame -> lines.add("           " + frame));
    }
  }

  private static String state(JsonNode task) {
    var remark = remark(task);
    return task.path("state").asString() + (remark.isEmpty() ? "" : ", " + remark);
  }

  private static String attempts(JsonNode task) {
    int lost = task.path("lost").asInt(0);
    return task.path("attempt").asString()
        + (lost == 0 ? "" : ", " + lost + " of them lost with their worker");
  }

  /// How long the last attempt took, or takes until now; "-" before the first.
  static String took(JsonNode task, Instant now) {
    if (!task.path("startedAt").isString()) {
      return "-";
    }
    var ended = task.path("endedAt");
    var end = ended.isString() ? Instant.parse(ended.asString()) : now;
    var start = Instant.parse(task.path("startedAt").asString());
    return Durations.format(StatusCommand.positive(Duration.between(start, end)));
  }

  /// What a person asks next: how far it is, or what went wrong.
  static String remark(JsonNode task) {
    var progress = task.path("progress");
    if (task.path("state").asString().equals("RUNNING") && progress.isObject()) {
      return Math.round(progress.path("fraction").asDouble(0) * 100)
          + " % "
          + progress.path("message").asString("");
    }
    var error = task.path("error");
    return error.isObject()
        ? cut(error.path("type").asString() + ": " + error.path("message").asString(), MAX_REMARK)
        : "";
  }

  private static String cut(String text, int max) {
    return text.length() <= max ? text : text.substring(0, max) + "…";
  }
}
