// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import dev.lovage.celery.CanvasAction.Publish;
import dev.lovage.celery.CanvasAction.Route;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Makes the message of one task out of a signature's options.
///
/// @param stamps of the task that sends; those of the signature are laid over them
record TaskBuilder(Sender sender, Map<String, JsonNode> stamps) {

  // Longer than this is for ever.
  private static final double LONGEST = 100.0 * 365 * 24 * 3600;

  Publish build(Signature signature, Call call, Options options) {
    var id = options.taskId();
    var message =
        new TaskMessage(
            id == null ? sender.ids().get() : id,
            signature.task(),
            call,
            lineage(options),
            timing(options),
            embed(options),
            extras(options));
    return new Publish(message, route(signature, options));
  }

  private static Lineage lineage(Options options) {
    var nesting = KombuJson.integer(KombuJson.object(options.values()), "replaced_task_nesting");
    return new Lineage(
        options.text("root_id"),
        options.text("parent_id"),
        options.groupId(),
        options.groupIndex(),
        nesting == null ? 0 : nesting);
  }

  private Timing timing(Options options) {
    var now = sender.clock().instant();
    var countdown = seconds(options.get("countdown"));
    var retries = KombuJson.integer(KombuJson.object(options.values()), "retries");
    return new Timing(
        countdown == null ? time(options.get("eta"), now) : now.plus(countdown),
        time(options.get("expires"), now),
        seconds(options.get("time_limit")),
        seconds(options.get("soft_time_limit")),
        retries == null ? 0 : Math.max(0, retries));
  }

  /// A number counts from now.
  private static @Nullable Instant time(JsonNode value, Instant now) {
    var left = seconds(value);
    if (left != null) {
      return now.plus(left);
    }
    var plain = KombuValues.plain(value);
    return plain.isString() ? WireTime.read(plain.stringValue()) : null;
  }

  private static @Nullable Duration seconds(JsonNode value) {
    double seconds = value.isNumber() ? value.asDouble(0) : 0;
    return seconds > 0 && seconds < LONGEST
        ? Duration.ofNanos(BigDecimal.valueOf(seconds).movePointRight(9).longValue())
        : null;
  }

  private static Embed embed(Options options) {
    var chord = readAll("chord", options);
    return new Embed(
        readAll("link", options),
        readAll("link_error", options),
        readAll("chain", options),
        chord.isEmpty() ? null : chord.getFirst());
  }

  private static List<Signature> readAll(String option, Options options) {
    var found = new ArrayList<Signature>();
    for (var json : KombuJson.list(options.get(option))) {
      var signature = Signature.read(json);
      if (signature == null) {
        throw new UnknownForm(option);
      }
      found.add(signature);
    }
    return found;
  }

  private Extras extras(Options options) {
    var object = KombuJson.object(options.values());
    var replyTo = options.text("reply_to");
    var all = new LinkedHashMap<>(stamps);
    options.stamped().stream()
        .filter(options::has)
        .forEach(name -> all.put(name, options.get(name)));
    return new Extras(
        KombuJson.bool(object, "ignore_result"),
        new Display(
            options.text("shadow"),
            options.text("argsrepr"),
            options.text("kwargsrepr"),
            sender.origin()),
        all,
        new Delivery(
            KombuJson.integer(object, "priority"),
            replyTo == null ? sender.replyTo() : replyTo,
            "",
            "",
            null),
        KombuJson.map(options.get("headers")));
  }

  private static Route route(Signature signature, Options options) {
    var mapped =
        Signature.read(signature.call().kwargs().getOrDefault("task", KombuJson.nothing()));
    var routedAs =
        mapped != null && Builtins.isMap(signature.task()) ? mapped.task() : signature.task();
    return new Route(
        options.text("queue"), options.text("exchange"), options.text("routing_key"), routedAs);
  }
}
