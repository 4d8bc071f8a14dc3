// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import dev.lovage.celery.TaskMeta.Details;
import dev.lovage.celery.TaskMeta.Extended;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Results as JSON, in the order of fields that Celery writes.
final class MetaJson {

  private MetaJson() {}

  static @Nullable TaskMeta read(JsonNode json) {
    var id = KombuJson.string(json, "task_id");
    var status = KombuJson.string(json, "status");
    if (id == null || status == null) {
      return null;
    }
    var children = json.path("children");
    var done = KombuJson.string(json, "date_done");
    return new TaskMeta(
        id,
        status,
        json.has("result") ? json.get("result") : KombuJson.nothing(),
        KombuJson.string(json, "traceback"),
        children.isArray() ? ResultTuple.readAll(children) : null,
        done == null ? null : WireTime.read(done),
        new Details(
            KombuJson.string(json, "parent_id"),
            KombuJson.string(json, "group_id"),
            json.has("name") ? extended(json) : null));
  }

  private static Extended extended(JsonNode json) {
    var retries = KombuJson.integer(json, "retries");
    return new Extended(
        KombuJson.string(json, "name"),
        json.has("args") ? json.get("args") : KombuJson.nothing(),
        json.has("kwargs") ? json.get("kwargs") : KombuJson.nothing(),
        KombuJson.string(json, "worker"),
        retries == null ? 0 : retries,
        KombuJson.string(json, "queue"),
        stamps(json));
  }

  private static Map<String, JsonNode> stamps(JsonNode json) {
    var stamps = new LinkedHashMap<String, JsonNode>();
    for (var name : KombuJson.list(json.path("stamped_headers"))) {
      if (name.isString() && json.has(name.stringValue())) {
        stamps.put(name.stringValue(), json.get(name.stringValue()));
      }
    }
    return stamps;
  }

  static ObjectNode write(TaskMeta meta) {
    var json = KombuJson.object();
    json.put("status", meta.status());
    json.set("result", meta.result());
    json.set("traceback", KombuJson.text(meta.traceback()));
    json.set(
        "children",
        meta.children() == null ? KombuJson.nothing() : ResultTuple.writeAll(meta.children()));
    json.set(
        "date_done",
        KombuJson.text(meta.dateDone() == null ? null : WireTime.write(meta.dateDone())));
    var extended = meta.details().extended();
    if (extended != null) {
      write(json, extended);
    }
    if (meta.details().groupId() != null) {
      json.put("group_id", meta.details().groupId());
    }
    if (meta.details().parentId() != null) {
      json.put("parent_id", meta.details().parentId());
    }
    json.put("task_id", meta.taskId());
    return json;
  }

  private static void write(ObjectNode json, Extended extended) {
    json.set("name", KombuJson.text(extended.name()));
    json.set("args", extended.args());
    json.set("kwargs", extended.kwargs());
    json.set("worker", KombuJson.text(extended.worker()));
    json.put("retries", extended.retries());
    json.set("queue", KombuJson.text(extended.queue()));
    if (!extended.stamps().isEmpty()) {
      json.set("stamped_headers", KombuJson.strings(extended.stamps().keySet()));
      extended.stamps().forEach(json::putIfAbsent);
    }
  }
}
