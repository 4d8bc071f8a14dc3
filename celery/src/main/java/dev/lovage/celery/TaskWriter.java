// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes tasks, with every header that Celery 5.6 sends, in its order.
final class TaskWriter {

  private TaskWriter() {}

  static CeleryMessage write(TaskMessage task, Instant now) {
    var body =
        KombuJson.array()
            .add(KombuJson.array(task.call().args()))
            .add(KombuJson.object(task.call().kwargs()))
            .add(task.embed().write());
    return CeleryMessage.json(headers(task), properties(task, now), body);
  }

  private static ObjectNode headers(TaskMessage task) {
    var timing = task.timing();
    var lineage = task.lineage();
    var extras = task.extras();
    var headers = KombuJson.object();
    headers.put("lang", "java").put("task", task.task()).put("id", task.id());
    headers.set("shadow", KombuJson.text(extras.display().shadow()));
    headers.set("eta", time(timing.eta()));
    headers.set("expires", time(timing.expires()));
    headers.set("group", KombuJson.text(lineage.group()));
    headers.set("group_index", KombuJson.number(lineage.groupIndex()));
    headers.put("retries", timing.retries());
    headers.set("timelimit", limits(timing));
    headers.put("root_id", task.rootId());
    headers.set("parent_id", KombuJson.text(lineage.parentId()));
    headers.put("argsrepr", task.argsRepr()).put("kwargsrepr", task.kwargsRepr());
    headers.set("origin", KombuJson.text(extras.display().origin()));
    if (extras.ignoreResult() != null) {
      headers.put("ignore_result", extras.ignoreResult());
    }
    headers.put("replaced_task_nesting", lineage.replacedNesting());
    headers.set(
        "stamped_headers",
        extras.stamps().isEmpty()
            ? KombuJson.nothing()
            : KombuJson.strings(extras.stamps().keySet()));
    headers.set("stamps", KombuJson.object(extras.stamps()));
    extras.headers().forEach(headers::putIfAbsent);
    return headers;
  }

  private static ObjectNode properties(TaskMessage task, Instant now) {
    var delivery = task.extras().delivery();
    var properties = KombuJson.object();
    properties.put("correlation_id", task.id()).put("reply_to", delivery.replyTo());
    properties.put("delivery_mode", 2);
    if (task.timing().expires() != null) {
      var left = Duration.between(now, task.timing().expires()).toMillis();
      properties.put("expiration", Long.toString(Math.max(0, left)));
    }
    properties.put("priority", delivery.priority() == null ? 0 : delivery.priority());
    return properties;
  }

  static CeleryMessage writeProtocol1(TaskMessage task, Instant now) {
    var embed = task.embed();
    if (!embed.chain().isEmpty()) {
      throw new LovageException(
          ErrorCode.INVALID, "chain: protocol 1 has no place for it; send protocol 2");
    }
    var body = KombuJson.object();
    body.put("task", task.task()).put("id", task.id());
    body.set("args", KombuJson.array(task.call().args()));
    body.set("kwargs", KombuJson.object(task.call().kwargs()));
    body.set("group", KombuJson.text(task.lineage().group()));
    body.set("group_index", KombuJson.number(task.lineage().groupIndex()));
    body.put("retries", task.timing().retries());
    body.set("eta", time(task.timing().eta()));
    body.set("expires", time(task.timing().expires()));
    body.put("utc", true);
    var written = embed.write();
    body.set("callbacks", written.get("callbacks"));
    body.set("errbacks", written.get("errbacks"));
    body.set("timelimit", limits(task.timing()));
    body.set("taskset", KombuJson.text(task.lineage().group()));
    body.set("chord", written.get("chord"));
    return CeleryMessage.json(KombuJson.object(), properties(task, now), body);
  }

  private static JsonNode time(@Nullable Instant time) {
    return KombuJson.text(time == null ? null : WireTime.write(time));
  }

  private static ArrayNode limits(Timing timing) {
    return KombuJson.array().add(seconds(timing.hardLimit())).add(seconds(timing.softLimit()));
  }

  /// Whole seconds as an integer, as Celery sends them.
  static JsonNode seconds(@Nullable Duration duration) {
    if (duration == null) {
      return KombuJson.nothing();
    }
    var numbers = JsonNodeFactory.instance;
    return duration.getNano() == 0
        ? numbers.numberNode(duration.getSeconds())
        : numbers.numberNode(BigDecimal.valueOf(duration.toNanos(), 9).doubleValue());
  }
}
