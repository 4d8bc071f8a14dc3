// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.lovage.http.JsonViews.Links;
import dev.lovage.http.Problem.Kind;
import dev.lovage.http.SchedulesResource.MadeView;
import dev.lovage.schedule.Calls;
import dev.lovage.schedule.Calls.Answer;
import dev.lovage.schedule.On;
import dev.lovage.schedule.Trigger;
import dev.lovage.schedule.Triggers;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// `/v1/triggers`: tasks by what happens, looked at, put, paused, resumed and removed, and calls
/// with signed bodies.
record TriggersResource(Triggers triggers, Calls.Secrets secrets) {

  private static final HeaderName TIME = HeaderNames.create("Lovage-Timestamp");
  private static final HeaderName SIGNATURE = HeaderNames.create("Lovage-Signature");

  /// All of them.
  record TriggerList(List<TriggerView> triggers) {}

  /// A trigger.
  record TriggerView(
      String name,
      String words,
      boolean paused,
      @JsonUnwrapped On on,
      @JsonUnwrapped MadeView makes,
      @JsonUnwrapped Trigger.Progress progress) {
    static TriggerView of(Trigger trigger) {
      var makes = trigger.makes();
      return new TriggerView(
          trigger.name(),
          trigger.words(),
          trigger.paused(),
          trigger.on(),
          new MadeView(makes.type(), makes.argument(), makes.queue(), makes.priority()),
          trigger.progress());
    }
  }

  /// The answer to a call.
  ///
  /// @param again whether the same call came before
  record Taken(String id, boolean again, Links links) {}

  Reply list(Exchange exchange) {
    return Reply.json(
        Status.OK_200, new TriggerList(triggers.list().stream().map(TriggerView::of).toList()));
  }

  Reply get(Exchange exchange) {
    return shown(find(exchange));
  }

  Reply put(Exchange exchange) {
    var fields = JsonFields.of(exchange.json());
    var type = fields.required("type");
    var argument = fields.json("argument").filter(json -> !json.equals("null"));
    var on = on(fields);
    return shown(
        triggers.put(
            exchange.path("name"),
            type,
            argument.orElse(null),
            options ->
                options
                    .on(on)
                    .submit(submit -> {
                      fields.text("queue", submit::queue);
                      fields.number("priority", submit::priority);
                      fields.duration("expiry", submit::expiry);
                      fields.duration("timeLimit", submit::timeLimit);
                      fields.duration("resultTtl", submit::resultTtl);
                      fields.checkNoOthers();
                    })));
  }

  private static On on(JsonFields fields) {
    var kind = TextForms.oneOf("on", fields.required("on"), On.Kind.class);
    var every = new AtomicReference<@Nullable Integer>();
    var quiet = new AtomicReference<@Nullable Duration>();
    fields.number("every", every::set);
    fields.duration("quiet", quiet::set);
    return new On(
        kind,
        fields.required("of"),
        every.get(),
        fields.flag("byUser").orElse(null),
        quiet.get(),
        fields.text("pattern").orElse(null));
  }

  Reply remove(Exchange exchange) {
    var name = exchange.path("name");
    if (!triggers.remove(name)) {
      throw unknown(name);
    }
    return Reply.of(Status.NO_CONTENT_204, Fields.NO_STORE);
  }

  Reply pause(Exchange exchange) {
    return shown(triggers.pause(find(exchange).name()));
  }

  Reply resume(Exchange exchange) {
    return shown(triggers.resume(find(exchange).name()));
  }

  /// Who calls has no token of this server: the signature says who it is.
  Reply call(Exchange exchange) {
    var name = exchange.path("name");
    var call =
        new Calls.Call(
            name,
            exchange.header(TIME).orElse(""),
            exchange.header(SIGNATURE).orElse(""),
            exchange.json());
    return switch (triggers.calls().take(call, secrets)) {
      case Answer.Taken(var id, var again) ->
          Reply.json(
              again ? Status.OK_200 : Status.ACCEPTED_202,
              new Taken(id.toString(), again, Links.of(id)));
      case Answer.Unknown() -> throw unknown(name);
      case Answer.Paused() ->
          throw Problem.of(Kind.PAUSED, "The trigger is paused.")
              .remedy("Call again when it is resumed.")
              .exception();
      case Answer.Refused(var why) ->
          throw Problem.of(Kind.UNAUTHORIZED, "The call is not taken: " + why + ".")
              .field(SIGNATURE.defaultCase())
              .remedy(
                  "Send Lovage-Timestamp, in seconds, and Lovage-Signature, the HMAC-SHA256 of"
                      + " time, a full stop and body.")
              .exception();
    };
  }

  private static Reply shown(Trigger trigger) {
    return Reply.json(Status.OK_200, TriggerView.of(trigger));
  }

  private Trigger find(Exchange exchange) {
    var name = exchange.path("name");
    return triggers.find(name).orElseThrow(() -> unknown(name));
  }

  private static ProblemException unknown(String name) {
    return Problem.of(
            Kind.UNKNOWN_TRIGGER, "There is no trigger '" + NearNames.shortened(name) + "' here.")
        .field("name")
        .remedy("GET /v1/triggers lists them; calls are for those that wait for one.")
        .exception();
  }
}
