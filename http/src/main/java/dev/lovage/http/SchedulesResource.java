// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.lovage.TaskId;
import dev.lovage.http.JsonViews.Links;
import dev.lovage.http.Problem.Kind;
import dev.lovage.schedule.Missed;
import dev.lovage.schedule.Overlap;
import dev.lovage.schedule.Schedule;
import dev.lovage.schedule.ScheduleOptions;
import dev.lovage.schedule.Schedules;
import dev.lovage.schedule.When;
import io.helidon.http.Status;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `/v1/schedules`: tasks by the clock, looked at, put, paused, resumed, run and removed.
record SchedulesResource(Schedules schedules) {

  static final Set<String> NEXT = Set.of("count");
  private static final int MOST = 1_000;
  private static final int USUAL = 10;

  /// All of them.
  record ScheduleList(List<ScheduleView> schedules) {}

  /// A schedule.
  record ScheduleView(
      String name,
      String words,
      boolean paused,
      @JsonUnwrapped When when,
      @JsonUnwrapped Schedule.Rules rules,
      @JsonUnwrapped MadeView makes,
      @JsonUnwrapped Schedule.Progress progress) {
    static ScheduleView of(Schedule schedule) {
      var makes = schedule.makes();
      return new ScheduleView(
          schedule.name(),
          schedule.words(),
          schedule.paused(),
          schedule.when(),
          schedule.rules(),
          new MadeView(makes.type(), makes.argument(), makes.queue(), makes.priority()),
          schedule.progress());
    }
  }

  /// The tasks that it makes.
  ///
  /// @param argument JSON text; left out as null where it is the instant of the tick
  record MadeView(
      String type, @JsonRawValue @Nullable String argument, String queue, int priority) {}

  /// The ticks to come.
  record Coming(String name, String words, List<Instant> next) {}

  /// The answer to a run.
  record Ran(String id, Links links) {}

  Reply list(Exchange exchange) {
    return Reply.json(
        Status.OK_200, new ScheduleList(schedules.list().stream().map(ScheduleView::of).toList()));
  }

  Reply get(Exchange exchange) {
    return shown(find(exchange));
  }

  Reply put(Exchange exchange) {
    var fields = JsonFields.of(exchange.json());
    var type = fields.required("type");
    var argument = fields.json("argument");
    return shown(
        schedules.put(
            exchange.path("name"), type, argument.orElse(null), options -> read(fields, options)));
  }

  private static void read(JsonFields fields, ScheduleOptions options) {
    fields.text("cron", options::cron);
    fields.text("zone", options::zone);
    fields.duration("every", options::every);
    fields.instant("at", options::at);
    fields.duration("jitter", options::jitter);
    fields.instant("start", options::start);
    fields.instant("end", options::end);
    fields.oneOf("missed", Missed.class, options::missed);
    fields.number("mostMissed", options::missedUpTo);
    fields.oneOf("overlap", Overlap.class, options::overlap);
    options.submit(submit -> {
      fields.text("queue", submit::queue);
      fields.number("priority", submit::priority);
      fields.text("key", submit::key);
      fields.duration("expiry", submit::expiry);
      fields.duration("timeLimit", submit::timeLimit);
      fields.duration("resultTtl", submit::resultTtl);
      fields.checkNoOthers();
    });
  }

  Reply remove(Exchange exchange) {
    var name = exchange.path("name");
    if (!schedules.remove(name)) {
      throw unknown(name);
    }
    return Reply.of(Status.NO_CONTENT_204, Fields.NO_STORE);
  }

  Reply pause(Exchange exchange) {
    return shown(schedules.pause(find(exchange).name()));
  }

  Reply resume(Exchange exchange) {
    return shown(schedules.resume(find(exchange).name()));
  }

  Reply run(Exchange exchange) {
    var schedule = find(exchange);
    if (schedule.paused()) {
      throw Problem.of(Kind.PAUSED, "The schedule '" + schedule.name() + "' is paused.")
          .remedy("Resume it first.")
          .exception();
    }
    TaskId id = schedules.run(schedule.name());
    return Reply.json(Status.ACCEPTED_202, new Ran(id.toString(), Links.of(id)));
  }

  Reply next(Exchange exchange) {
    var schedule = find(exchange);
    int count =
        exchange
            .query()
            .get("count")
            .map(text -> TextForms.wholeNumber("count", text, 1, MOST))
            .orElse(USUAL);
    return Reply.json(
        Status.OK_200,
        new Coming(schedule.name(), schedule.words(), schedules.next(schedule.name(), count)));
  }

  private static Reply shown(Schedule schedule) {
    return Reply.json(Status.OK_200, ScheduleView.of(schedule));
  }

  private Schedule find(Exchange exchange) {
    var name = exchange.path("name");
    return schedules.find(name).orElseThrow(() -> unknown(name));
  }

  private static ProblemException unknown(String name) {
    return Problem.of(
            Kind.UNKNOWN_SCHEDULE, "There is no schedule '" + NearNames.shortened(name) + "'.")
        .field("name")
        .remedy("GET /v1/schedules lists them.")
        .exception();
  }
}
