// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import dev.lovage.celery.ControlCommand.Active;
import dev.lovage.celery.ControlCommand.AddConsumer;
import dev.lovage.celery.ControlCommand.Autoscale;
import dev.lovage.celery.ControlCommand.CancelConsumer;
import dev.lovage.celery.ControlCommand.Conf;
import dev.lovage.celery.ControlCommand.Election;
import dev.lovage.celery.ControlCommand.Hello;
import dev.lovage.celery.ControlCommand.Malformed;
import dev.lovage.celery.ControlCommand.PoolGrow;
import dev.lovage.celery.ControlCommand.PoolRestart;
import dev.lovage.celery.ControlCommand.PoolShrink;
import dev.lovage.celery.ControlCommand.QueryTask;
import dev.lovage.celery.ControlCommand.RateLimit;
import dev.lovage.celery.ControlCommand.Registered;
import dev.lovage.celery.ControlCommand.Revoke;
import dev.lovage.celery.ControlCommand.RevokeByStamps;
import dev.lovage.celery.ControlCommand.Simple;
import dev.lovage.celery.ControlCommand.TimeLimit;
import dev.lovage.celery.ControlCommand.Unknown;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Commands between their wire form and their types.
final class ControlCommands {

  private static final String SIGNAL = "SIGTERM";

  private ControlCommands() {}

  static ControlCommand read(ControlRequest request) {
    var args = KombuJson.object(request.arguments());
    var method = request.method();
    return switch (method) {
      case "ping", "stats", "active_queues", "report", "clock", "memsample" -> simple(method);
      case "enable_events", "disable_events", "heartbeat", "shutdown" -> simple(method);
      case "reserved", "dump_reserved" -> Simple.RESERVED;
      case "scheduled", "dump_schedule" -> Simple.SCHEDULED;
      case "revoked", "dump_revoked" -> Simple.REVOKED;
      case "active", "dump_active" -> new Active(args.path("safe").asBoolean(false));
      case "registered", "dump_tasks" ->
          new Registered(texts(args.path("taskinfoitems")), args.path("builtins").asBoolean(false));
      case "conf", "dump_conf" -> new Conf(args.path("with_defaults").asBoolean(false));
      case "query_task" ->
          args.has("ids") ? new QueryTask(texts(args.path("ids"))) : missing(method, "ids");
      case "hello" ->
          new Hello(orEmpty(text(args, "from_node")), KombuJson.map(args.path("revoked")));
      case "election" -> new Election(text(args, "id"));
      default -> told(method, args);
    };
  }

  private static ControlCommand told(String method, ObjectNode args) {
    var terminate = args.path("terminate").asBoolean(false);
    var task = text(args, "task_name");
    return switch (method) {
      case "revoke" ->
          args.has("task_id")
              ? new Revoke(texts(args.path("task_id")), terminate, signal(args))
              : missing(method, "task_id");
      case "terminate" ->
          args.has("task_id")
              ? new Revoke(texts(args.path("task_id")), true, signal(args))
              : missing(method, "task_id");
      case "revoke_by_stamped_headers" ->
          args.path("headers").isObject()
              ? new RevokeByStamps(KombuJson.map(args.path("headers")), terminate, signal(args))
              : missing(method, "headers");
      case "rate_limit" ->
          task == null
              ? missing(method, "task_name")
              : new RateLimit(
                  task, args.has("rate_limit") ? args.get("rate_limit") : KombuJson.nothing());
      case "time_limit" ->
          task == null
              ? missing(method, "task_name")
              : new TimeLimit(task, seconds(args, "hard"), seconds(args, "soft"));
      case "pool_grow" -> new PoolGrow(count(args));
      case "pool_shrink" -> new PoolShrink(count(args));
      case "pool_restart" -> new PoolRestart();
      case "autoscale" ->
          new Autoscale(KombuJson.integer(args, "max"), KombuJson.integer(args, "min"));
      default -> consumers(method, args);
    };
  }

  private static ControlCommand consumers(String method, ObjectNode args) {
    var queue = text(args, "queue");
    return switch (method) {
      case "add_consumer" ->
          queue == null
              ? missing(method, "queue")
              : new AddConsumer(
                  queue,
                  text(args, "exchange"),
                  text(args, "exchange_type"),
                  text(args, "routing_key"));
      case "cancel_consumer" ->
          queue == null ? missing(method, "queue") : new CancelConsumer(queue);
      default -> new Unknown(method);
    };
  }

  private static Simple simple(String method) {
    return Simple.valueOf(method.toUpperCase(Locale.ROOT));
  }

  private static Malformed missing(String method, String argument) {
    return new Malformed(
        method,
        "TypeError(\"%s() missing 1 required positional argument: '%s'\")"
            .formatted(method, argument));
  }

  private static @Nullable String text(JsonNode args, String field) {
    return KombuJson.string(args, field);
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static String signal(JsonNode args) {
    var signal = text(args, "signal");
    return signal == null ? SIGNAL : signal;
  }

  private static int count(JsonNode args) {
    var count = KombuJson.integer(args, "n");
    return count == null ? 1 : count;
  }

  private static @Nullable Double seconds(JsonNode args, String field) {
    var node = args.path(field);
    return node.isNumber() ? (Double) node.asDouble(0) : null;
  }

  private static List<String> texts(JsonNode node) {
    return KombuJson.list(node).stream().map(n -> n.asString("")).toList();
  }

  static ControlRequest write(ControlCommand command) {
    var args = KombuJson.object();
    var method =
        switch (command) {
          case Simple simple -> simple.name().toLowerCase(Locale.ROOT);
          case Active active -> method("active", args.put("safe", active.safe()));
          case Registered registered -> {
            args.set("taskinfoitems", KombuJson.strings(registered.items()));
            yield method("registered", args.put("builtins", registered.builtins()));
          }
          case Conf conf -> method("conf", args.put("with_defaults", conf.withDefaults()));
          case QueryTask query -> {
            args.set("ids", KombuJson.strings(query.ids()));
            yield "query_task";
          }
          case Hello hello -> {
            args.put("from_node", hello.fromNode());
            args.set("revoked", KombuJson.object(hello.revoked()));
            yield "hello";
          }
          case Revoke revoke -> {
            args.set("task_id", ids(revoke.ids()));
            args.put("terminate", revoke.terminate());
            yield method("revoke", args.put("signal", revoke.signal()));
          }
          case RevokeByStamps revoke -> {
            args.set("headers", KombuJson.object(revoke.stamps()));
            args.put("terminate", revoke.terminate());
            yield method("revoke_by_stamped_headers", args.put("signal", revoke.signal()));
          }
          case RateLimit limit -> {
            args.put("task_name", limit.task());
            args.set("rate_limit", limit.limit());
            yield "rate_limit";
          }
          case TimeLimit limit -> {
            args.put("task_name", limit.task());
            yield method("time_limit", args.put("hard", limit.hard()).put("soft", limit.soft()));
          }
          case PoolGrow grow -> method("pool_grow", args.put("n", grow.by()));
          case PoolShrink shrink -> method("pool_shrink", args.put("n", shrink.by()));
          case PoolRestart _ -> "pool_restart";
          case Autoscale scale ->
              method("autoscale", args.put("max", scale.max()).put("min", scale.min()));
          case AddConsumer add -> {
            args.put("queue", add.queue()).put("exchange", add.exchange());
            args.put("exchange_type", add.exchangeType());
            yield method("add_consumer", args.put("routing_key", add.routingKey()));
          }
          case CancelConsumer cancel ->
              method("cancel_consumer", args.put("queue", cancel.queue()));
          case Election _ -> throw readOnly("election"); // a lone Celery worker dies of it
          case Unknown unknown -> throw readOnly(unknown.method());
          case Malformed malformed -> throw readOnly(malformed.method());
        };
    return ControlRequest.of(method, KombuJson.map(args));
  }

  /// One id as a text, as Celery's own client sends it.
  private static JsonNode ids(List<String> ids) {
    return ids.size() == 1 ? KombuJson.text(ids.getFirst()) : KombuJson.strings(ids);
  }

  /// A name, once its arguments are there.
  private static String method(String name, ObjectNode arguments) {
    return arguments.isEmpty() ? "" : name;
  }

  private static LovageException readOnly(String method) {
    return new LovageException(ErrorCode.INVALID, method + ": is not a command to send");
  }
}
