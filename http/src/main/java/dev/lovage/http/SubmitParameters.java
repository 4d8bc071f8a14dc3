// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import static dev.lovage.Unique.Rule.ATTACH;

import dev.lovage.SubmitOptions;
import dev.lovage.TaskId;
import dev.lovage.Unique;
import dev.lovage.http.Problem.Kind;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The options of one submit, as query parameters: they stand in the URL, where a log and a person
/// see them, and a misspelt one is refused. As headers they would be dropped by the first proxy
/// that does not know them, in silence.
///
/// @param after the predecessors
/// @param key the `Idempotency-Key`, which is a header because clients and proxies know it as one
record SubmitParameters(Query query, List<TaskId> after, @Nullable String key) {

  static final Set<String> NAMES =
      Set.of(
          "id",
          "queue",
          "priority",
          "delay",
          "at",
          "expiry",
          "timeLimit",
          "resultTtl",
          "after",
          "unique",
          "rule",
          "keep",
          "key");

  private static final HeaderName IDEMPOTENCY_KEY = HeaderNames.create("Idempotency-Key");
  private static final SubmitParameters NONE = new SubmitParameters(Query.empty(), List.of(), null);

  static SubmitParameters of(Exchange exchange) {
    var query = exchange.query();
    var key = exchange.header(IDEMPOTENCY_KEY).map(SubmitParameters::bare).orElse(null);
    if (query.isEmpty() && key == null) {
      return NONE;
    }
    if (query.get("id").isPresent() && key != null) {
      throw Problem.of(Kind.INVALID, "id: can't be given together with Idempotency-Key")
          .field("id")
          .remedy("Give one of the two.")
          .exception();
    }
    if (query.get("unique").isEmpty()) {
      for (var name : List.of("rule", "keep")) {
        if (query.get(name).isPresent()) {
          throw Problem.of(Kind.INVALID, name + ": goes with unique, which is not given")
              .field(name)
              .remedy("Give the key as unique, or leave " + name + " out.")
              .exception();
        }
      }
    }
    if (query.get("delay").isPresent() && query.get("at").isPresent()) {
      throw Problem.of(Kind.INVALID, "at: can't be given together with delay")
          .field("at")
          .remedy("Give one of the two.")
          .exception();
    }
    return new SubmitParameters(
        query, query.get("after").map(ids -> TextForms.ids("after", ids)).orElse(List.of()), key);
  }

  /// The header's value is a string with quotes by the IETF's draft, and bare by custom.
  private static String bare(String header) {
    return header.length() > 1 && header.startsWith("\"") && header.endsWith("\"")
        ? header.substring(1, header.length() - 1)
        : header;
  }

  void apply(SubmitOptions options) {
    if (key != null) {
      options.idempotencyKey(key);
    }
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
    query.get("unique").ifPresent(unique -> options.unique(unique(unique)));
    query.get("key").ifPresent(options::key);
    duration("delay", options::delay);
    duration("expiry", options::expiry);
    duration("timeLimit", options::timeLimit);
    duration("resultTtl", options::resultTtl);
  }

  private Unique unique(String key) {
    var keep = query.get("keep").map(text -> TextForms.duration("keep", text));
    return new Unique(
        key,
        query
            .get("rule")
            .map(text -> TextForms.oneOf("rule", text, Unique.Rule.class))
            .orElse(ATTACH),
        keep.orElse(Duration.ZERO));
  }

  private void duration(String name, Consumer<Duration> option) {
    query.get(name).ifPresent(text -> option.accept(TextForms.duration(name, text)));
  }

  /// Whether a task submitted with these is certain to start out queued.
  boolean isQueuedAtOnce() {
    return after.isEmpty()
        && query.get("delay").isEmpty()
        && query.get("at").isEmpty()
        && query.get("id").isEmpty()
        && query.get("unique").isEmpty()
        && key == null;
  }
}
