// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import dev.lovage.SubmitOptions;
import dev.lovage.TaskId;
import dev.lovage.http.Problem.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// The options of one submit, as query parameters: they stand in the URL, where a log and a person
/// see them, and a misspelt one is refused. As headers they would be dropped by the first proxy
/// that does not know them, in silence.
///
/// @param after the predecessors
record SubmitParameters(Query query, List<TaskId> after) {

  static final Set<String> NAMES =
      Set.of("id", "queue", "priority", "delay", "at", "expiry", "timeLimit", "resultTtl", "after");

  private static final SubmitParameters NONE = new SubmitParameters(Query.empty(), List.of());

  static SubmitParameters of(Query query) {
    if (query.isEmpty()) {
      return NONE;
    }
    if (query.get("delay").isPresent() && query.get("at").isPresent()) {
      throw Problem.of(Kind.INVALID, "at: can't be given together with delay")
          .field("at")
          .remedy("Give one of the two.")
          .exception();
    }
    return new SubmitParameters(
        query, query.get("after").map(ids -> TextForms.ids("after", ids)).orElse(List.of()));
  }

  void apply(SubmitOptions options) {
    if (query.isEmpty()) {
      return;
    }
    options.after(after);
    query.get("id").ifPresent(id -> options.id(TextForms.id("id", id)));
    query.get("queue").ifPresent(options::queue);
    query
        .get("priority")
        .ifPresent(p -> options.priority(TextForms.wholeNumber("priority", p, 0, 9)));
    query.get("at").ifPresent(at -> options.at(TextForms.instant("at", at)));
    duration("delay", options::delay);
    duration("expiry", options::expiry);
    duration("timeLimit", options::timeLimit);
    duration("resultTtl", options::resultTtl);
  }

  private void duration(String name, Consumer<Duration> option) {
    query.get(name).ifPresent(text -> option.accept(TextForms.duration(name, text)));
  }

  /// Whether a task submitted with these is certain to start out queued.
  boolean isQueuedAtOnce() {
    return after.isEmpty()
        && query.get("delay").isEmpty()
        && query.get("at").isEmpty()
        && query.get("id").isEmpty();
  }
}
