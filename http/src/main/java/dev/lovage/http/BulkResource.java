// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import dev.lovage.Lovage;
import dev.lovage.LovageException;
import dev.lovage.SubmitOptions;
import dev.lovage.TaskHandle;
import dev.lovage.TaskType;
import dev.lovage.http.BulkAnswer.Line;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// `/v1/tasks/{task}/bulk`: many arguments of one type in one request, as a JSON array or one in a
/// line (NDJSON). Each gets a line of the answer, in order; a bad one refuses only itself. Tasks
/// are accepted a batch at a time while the body still comes; a line that can't be read is the last
/// one of the answer.
record BulkResource(Lovage lovage) {

  static final Set<String> PARAMETERS = parameters();

  static final int MAX_LINES = 100_000;
  private static final int BATCH = 500;

  private static Set<String> parameters() {
    var names = new TreeSet<>(SubmitParameters.NAMES);
    names.remove("id");
    return Set.copyOf(names);
  }

  Reply submit(Exchange exchange) {
    var type = TasksResource.type(lovage, exchange);
    var parameters = SubmitParameters.of(exchange);
    var lines = MediaTypes.isLines(exchange.header(HeaderNames.CONTENT_TYPE));
    var answer = new BulkAnswer(lines);
    var batch = new ArrayList<Line>();
    var arguments = lines ? exchange.lines() : exchange.elements().iterator();
    int number = 1;
    try {
      for (; arguments.hasNext(); number++) {
        if (number > MAX_LINES) {
          throw tooMany();
        }
        batch.add(new Line(number, arguments.next()));
        if (batch.size() == BATCH) {
          submit(type, parameters, batch, answer);
          batch.clear();
        }
      }
    } catch (ProblemException e) { // What was taken before it must be told all the same.
      answer.refuse(number, e);
    }
    submit(type, parameters, batch, answer);
    return answer.reply(Status.OK_200);
  }

  private static void submit(
      TaskType<?, ?> type, SubmitParameters parameters, List<Line> batch, BulkAnswer answer) {
    var good = new ArrayList<Line>(batch.size());
    for (var line : batch) {
      try {
        type.decodeArgument(line.text());
        good.add(line);
      } catch (LovageException e) {
        answer.refuse(line.number(), TasksResource.refused(type, e));
      }
    }
    if (!good.isEmpty()) {
      accept(type, parameters, good, answer);
    }
  }

  private static void accept(
      TaskType<?, ?> type, SubmitParameters parameters, List<Line> batch, BulkAnswer answer) {
    List<? extends TaskHandle<?>> handles;
    try {
      var texts = batch.stream().map(Line::text).toList();
      handles = type.submitAllJson(texts, options -> apply(parameters, options, batch));
    } catch (LovageException e) {
      var refused = TasksResource.refused(type, e);
      batch.forEach(line -> answer.refuse(line.number(), refused));
      return;
    }
    for (int i = 0; i < batch.size(); i++) {
      answer.accept(batch.get(i).number(), handles.get(i));
    }
  }

  /// The key of a batch is made from the line that it begins with, so that the same body sent again
  /// makes the same keys.
  private static void apply(SubmitParameters parameters, SubmitOptions options, List<Line> batch) {
    parameters.apply(options);
    var key = parameters.key();
    if (key != null) {
      options.idempotencyKey(key + "@" + batch.getFirst().number());
    }
  }

  private static ProblemException tooMany() {
    return Problem.of(
            Problem.Kind.TOO_LARGE,
            "body: has more than %,d lines; this one and those after it were not taken"
                .formatted(MAX_LINES))
        .field("body")
        .remedy("Send the rest in another request.")
        .exception();
  }
}
