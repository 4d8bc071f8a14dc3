// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One event of a worker or a task, as monitors such as Flower read it.
///
/// @param type `worker-heartbeat`, `task-succeeded` and so on
/// @param timestamp seconds since 1970
/// @param clock the sender's logical clock
/// @param fields those of this type
public record CeleryEvent(
    String type, Source source, double timestamp, long clock, Map<String, JsonNode> fields) {

  /// The exchange of all events.
  public static final String EXCHANGE = "celeryev";

  /// Of a batch of task events.
  public static final String MULTI = "task.multi";

  /// At most so many events are sent as one.
  public static final int MAX_BATCH = 24;

  /// Who sends.
  ///
  /// @param hostname the node's name
  /// @param utcOffset hours west of UTC; a monitor on another machine shifts timestamps by it
  public record Source(String hostname, long pid, int utcOffset) {

    /// Of a node whose machine is in a time zone with this offset.
    public static Source of(String hostname, long pid, ZoneOffset offset) {
      return new Source(hostname, pid, Math.floorDiv(-offset.getTotalSeconds(), 3600));
    }
  }

  public CeleryEvent {
    fields = KombuJson.copy(fields);
  }

  /// The key it is published under.
  public String routingKey() {
    return type.replace('-', '.');
  }

  public boolean isTask() {
    return type.startsWith("task-");
  }

  /// The task it is about; null for an event of a worker.
  public @Nullable String uuid() {
    return text("uuid");
  }

  public @Nullable String text(String field) {
    return KombuJson.string(KombuJson.object(fields), field);
  }

  /// One event in a message of its own.
  public CeleryMessage write() {
    return message(source.hostname(), json());
  }

  /// Several in one message, under the key [#MULTI].
  public static CeleryMessage writeAll(List<CeleryEvent> events) {
    var array = KombuJson.array();
    events.forEach(event -> array.add(event.json()));
    return message(events.isEmpty() ? "" : events.getFirst().source.hostname(), array);
  }

  private static CeleryMessage message(String hostname, JsonNode body) {
    return CeleryMessage.json(
        KombuJson.object().put("hostname", hostname),
        KombuJson.object().put("delivery_mode", 1).put("priority", 0),
        body);
  }

  private ObjectNode json() {
    var json = KombuJson.object();
    json.put("hostname", source.hostname());
    json.put("utcoffset", source.utcOffset());
    json.put("pid", source.pid());
    json.put("clock", clock);
    fields.forEach(json::set);
    json.put("timestamp", timestamp);
    json.put("type", type);
    return json;
  }

  /// Reads the events of a message, one or many under any key; what is none is left out.
  public static List<CeleryEvent> read(CeleryMessage message) {
    var json = KombuJson.read(message.body());
    var events = new ArrayList<CeleryEvent>();
    for (var element : json == null ? List.<JsonNode>of() : KombuJson.list(json)) {
      var event = read(element);
      if (event != null) {
        events.add(event);
      }
    }
    return events;
  }

  private static @Nullable CeleryEvent read(JsonNode json) {
    var type = KombuJson.string(json, "type");
    var hostname = KombuJson.string(json, "hostname");
    if (type == null || hostname == null) {
      return null;
    }
    var fields = new LinkedHashMap<>(KombuJson.map(json));
    List.of("type", "hostname", "utcoffset", "pid", "clock", "timestamp").forEach(fields::remove);
    return new CeleryEvent(
        type,
        new Source(hostname, json.path("pid").asLong(0), (int) json.path("utcoffset").asLong(0)),
        json.path("timestamp").asDouble(0),
        json.path("clock").asLong(0),
        fields);
  }
}
