// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads a task out of a message. What Celery's workers run, runs here too; what they drop or die
/// of is refused with the reason.
final class TaskReader {

  /// Headers with a place of their own; the others are kept as they are.
  private static final Set<String> KNOWN =
      Set.of(
          "lang",
          "task",
          "id",
          "shadow",
          "eta",
          "expires",
          "group",
          "group_index",
          "retries",
          "timelimit",
          "root_id",
          "parent_id",
          "argsrepr",
          "kwargsrepr",
          "origin",
          "ignore_result",
          "replaced_task_nesting",
          "stamped_headers",
          "stamps",
          "compression",
          "redelivered",
          // of the bodies of protocol 1
          "args",
          "kwargs",
          "utc",
          "taskset",
          "callbacks",
          "errbacks",
          "chord",
          "chain");

  // A limit beyond this is no limit; Duration takes no more than a long of seconds.
  private static final BigDecimal LONGEST = BigDecimal.valueOf(100L * 365 * 24 * 3600);

  private final CeleryMessage message;
  private JsonNode headers;

  private TaskReader(CeleryMessage message) {
    this.message = message;
    this.headers = message.headers();
  }

  static ReadTask read(CeleryMessage message) {
    var reader = new TaskReader(message);
    try {
      return reader.task();
    } catch (Unreadable e) {
      return new Refused(
          e.reason,
          KombuJson.string(reader.headers, "id"),
          KombuJson.string(reader.headers, "task"));
    }
  }

  /// Why reading stops; it never leaves this class.
  private static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;
    private final String reason;

    Unreadable(String reason) {
      super(reason, null, false, false);
      this.reason = reason;
    }
  }

  private ReadTask task() throws Unreadable {
    var body = body();
    var isMixed = body.isObject();
    if (isMixed) {
      // Protocol 1 has all in the body; headers, where a peer sends both, win.
      ObjectNode merged = KombuJson.object(KombuJson.map(body));
      if (!merged.path("taskset").isNull() && !merged.path("taskset").isMissingNode()) {
        merged.set("group", merged.get("taskset"));
      }
      KombuJson.map(headers).forEach(merged::set);
      headers = merged;
    }
    var id = required("id");
    var task = required("task");
    if (isMixed) {
      return task(id, task, body.path("args"), body.path("kwargs"), body);
    }
    if (!body.isArray() || body.size() != 3) {
      throw new Unreadable(
          "body: must be an array of three, the arguments by position, those by"
              + " name, and what is to follow");
    }
    return task(id, task, body.get(0), body.get(1), body.get(2));
  }

  private TaskMessage task(String id, String task, JsonNode args, JsonNode kwargs, JsonNode embed)
      throws Unreadable {
    return new TaskMessage(
        id,
        task,
        new Call(args(args), kwargs(kwargs)),
        lineage(),
        timing(),
        embed(embed),
        extras());
  }

  private JsonNode body() throws Unreadable {
    var type = message.contentType();
    if (type == null) {
      throw new Unreadable("content-type: is missing; expected application/json");
    }
    if (!type.equals(CeleryMessage.JSON)) {
      throw new Unreadable(
          "content-type: is "
              + type
              + ", which is not read here; let the sender use"
              + " task_serializer = 'json'");
    }
    var bytes = Compression.expand(KombuJson.string(headers, "compression"), message.body());
    return switch (bytes) {
      case Compression.Refused refused -> throw new Unreadable(refused.reason());
      case Compression.Expanded expanded -> {
        var body = KombuJson.read(expanded.bytes());
        if (body == null) {
          throw new Unreadable("body: is not JSON");
        }
        yield body;
      }
    };
  }

  private String required(String field) throws Unreadable {
    var text = KombuJson.string(headers, field);
    if (text == null || text.isEmpty()) {
      throw new Unreadable("headers." + field + ": is missing; it must be a text");
    }
    return text;
  }

  private static List<JsonNode> args(JsonNode args) throws Unreadable {
    if (args.isObject()) {
      return args.propertyStream().map(e -> KombuJson.text(e.getKey())).toList(); // as Python's *
    }
    if (isNothing(args) || args.isArray()) {
      return isNothing(args) ? List.of() : KombuJson.list(args);
    }
    throw new Unreadable("args: must be an array");
  }

  private static Map<String, JsonNode> kwargs(JsonNode kwargs) throws Unreadable {
    if (!isNothing(kwargs) && !kwargs.isObject()) {
      throw new Unreadable("kwargs: must be an object");
    }
    return KombuJson.map(kwargs);
  }

  private Lineage lineage() {
    var nesting = KombuJson.integer(headers, "replaced_task_nesting");
    return new Lineage(
        KombuJson.string(headers, "root_id"),
        KombuJson.string(headers, "parent_id"),
        KombuJson.string(headers, "group"),
        KombuJson.integer(headers, "group_index"),
        nesting == null ? 0 : nesting);
  }

  private Timing timing() throws Unreadable {
    var limits = headers.path("timelimit");
    if (!isNothing(limits) && (!limits.isArray() || limits.size() != 2)) {
      throw new Unreadable("headers.timelimit: must be an array of two, the hard limit first");
    }
    var retries = headers.path("retries");
    var count = KombuJson.integer(headers, "retries");
    if (!isNothing(retries) && (count == null || count < 0)) {
      throw new Unreadable("headers.retries: must be a whole number, 0 or more");
    }
    return new Timing(
        time("eta"),
        time("expires"),
        seconds(limits.path(0)),
        seconds(limits.path(1)),
        count == null ? 0 : count);
  }

  private @Nullable Instant time(String field) throws Unreadable {
    var node = headers.path(field);
    if (isNothing(node)) {
      return null;
    }
    var time = node.isString() ? WireTime.read(node.stringValue()) : null;
    if (time == null) {
      throw new Unreadable(
          "headers." + field + ": must be a time such as \"2026-01-31T12:00:00.000000+00:00\"");
    }
    return time;
  }

  private static @Nullable Duration seconds(JsonNode node) throws Unreadable {
    if (isNothing(node)) {
      return null;
    }
    if (!node.isNumber() || !Double.isFinite(node.asDouble(Double.NaN))) {
      throw new Unreadable("headers.timelimit: must hold seconds or null");
    }
    var seconds = BigDecimal.valueOf(node.asDouble(0)).min(LONGEST).max(BigDecimal.ZERO);
    return seconds.signum() == 0
        ? null // Python takes 0 for none
        : Duration.ofNanos(seconds.movePointRight(9).longValue());
  }

  private static Embed embed(JsonNode embed) throws Unreadable {
    if (!isNothing(embed) && !embed.isObject()) {
      throw new Unreadable("body[2]: must be an object or null");
    }
    var chord = signatures(embed, "chord");
    return new Embed(
        signatures(embed, "callbacks"),
        signatures(embed, "errbacks"),
        signatures(embed, "chain"),
        chord.isEmpty() ? null : chord.getFirst());
  }

  private static List<Signature> signatures(JsonNode embed, String field) throws Unreadable {
    var found = new ArrayList<Signature>();
    for (var json : KombuJson.list(embed.path(field))) {
      var signature = Signature.read(json);
      if (signature == null) {
        throw new Unreadable(field + ": must hold signatures, objects with a task");
      }
      found.add(signature);
    }
    return found;
  }

  private Extras extras() {
    var others = new LinkedHashMap<String, JsonNode>();
    for (var header : headers.properties()) {
      if (!KNOWN.contains(header.getKey())) {
        others.put(header.getKey(), header.getValue());
      }
    }
    var info = message.properties().path("delivery_info");
    return new Extras(
        KombuJson.bool(headers, "ignore_result"),
        new Display(
            KombuJson.string(headers, "shadow"),
            KombuJson.string(headers, "argsrepr"),
            KombuJson.string(headers, "kwargsrepr"),
            KombuJson.string(headers, "origin")),
        KombuJson.map(headers.path("stamps")),
        new Delivery(
            KombuJson.integer(message.properties(), "priority"),
            orEmpty(KombuJson.string(message.properties(), "reply_to")),
            message.exchange(),
            message.routingKey(),
            message.redelivered() ? Boolean.TRUE : KombuJson.bool(info, "redelivered")),
        others);
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static boolean isNothing(JsonNode node) {
    return node.isNull() || node.isMissingNode();
  }
}
