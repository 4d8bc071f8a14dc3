// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import dev.lovage.ActionCursor;
import dev.lovage.ActionStream;
import dev.lovage.Lovage;
import dev.lovage.http.JsonViews.ActionList;
import dev.lovage.http.JsonViews.ActionView;
import dev.lovage.http.JsonViews.AppendedOne;
import dev.lovage.http.JsonViews.CountView;
import dev.lovage.http.Problem.Kind;
import dev.lovage.spi.ActionPage;
import dev.lovage.spi.LoggedAction;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import java.util.List;
import java.util.Set;

/// `/v1/actions/{stream}`: append what users did, read it.
record ActionsResource(Lovage lovage) {

  static final Set<String> READ = Set.of("after", "limit");
  static final Set<String> OF_USER = Set.of("before", "limit");
  static final Set<String> COUNT = Set.of("after");

  private static final int DEFAULT_LIMIT = 100;

  /// What a line may have beside its body.
  private static final int MAX_LINE = 4 * LoggedAction.MAX_BODY;

  Reply append(Exchange exchange) {
    var stream = stream(exchange);
    if (MediaTypes.isLines(exchange.header(HeaderNames.CONTENT_TYPE))) {
      return lines(stream, exchange);
    }
    var json = exchange.json();
    if (json.stripLeading().startsWith("[")) {
      var intake = new ActionIntake(stream);
      for (var element : exchange.elements()) {
        var bytes = Reply.utf8(element);
        intake.take(bytes, 0, bytes.length);
      }
      return Reply.json(Status.OK_200, intake.finish());
    }
    var bytes = Reply.utf8(json);
    var action = stream.fromJson(bytes, 0, bytes.length);
    boolean added = stream.appendJson(List.of(action)) > 0;
    return Reply.json(
        added ? Status.CREATED_201 : Status.OK_200, new AppendedOne(action.id().toString(), added));
  }

  private static Reply lines(ActionStream<?> stream, Exchange exchange) {
    var intake = new ActionIntake(stream);
    var lines = new ByteLines(exchange.stream(), MAX_LINE);
    try {
      while (lines.next()) {
        intake.take(lines.buffer(), lines.from(), lines.length());
      }
    } catch (ProblemException e) {
      if (e.problem().kind() != Kind.TOO_LARGE) {
        throw e;
      }
      intake.refuseNext(e); // What was taken before it must be told all the same.
    }
    return Reply.json(Status.OK_200, intake.finish());
  }

  Reply read(Exchange exchange) {
    var query = exchange.query();
    var after = query.get("after").map(ActionCursor::new).orElse(ActionCursor.START);
    return list(stream(exchange).readJson(after, limit(query)));
  }

  Reply ofUser(Exchange exchange) {
    var query = exchange.query();
    var before = query.get("before").map(ActionCursor::new).orElse(ActionCursor.END);
    return list(stream(exchange).ofUserJson(exchange.path("user"), before, limit(query)));
  }

  Reply count(Exchange exchange) {
    var stream = stream(exchange);
    var after = exchange.query().get("after").map(ActionCursor::new).orElse(ActionCursor.START);
    var newest = stream.newest();
    return Reply.json(Status.OK_200, new CountView(stream.count(after), newest.text()));
  }

  private static Reply list(ActionPage page) {
    return Reply.json(
        Status.OK_200,
        new ActionList(
            page.actions().stream().map(ActionView::of).toList(), page.next().text(), page.more()));
  }

  private static int limit(Query query) {
    return query
        .get("limit")
        .map(text -> TextForms.wholeNumber("limit", text, 1, LoggedAction.MAX_LIST))
        .orElse(DEFAULT_LIMIT);
  }

  private ActionStream<?> stream(Exchange exchange) {
    var name = exchange.path("stream");
    return lovage.actions().find(name).orElseThrow(() -> unknown(name));
  }

  private ProblemException unknown(String name) {
    var known = lovage.actions().all().stream().map(ActionStream::name).toList();
    var near = NearNames.of(name, known);
    return Problem.of(
            Kind.UNKNOWN_STREAM,
            "There is no stream of actions '" + NearNames.shortened(name) + "' here.")
        .field("stream")
        .near(near)
        .remedy(
            near.isEmpty()
                ? "Declare the stream in the program that runs this server."
                : "Did you mean " + NearNames.list(near) + "?")
        .exception();
  }
}
