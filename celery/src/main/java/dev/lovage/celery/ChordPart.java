// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A part of a chord as it is counted.
///
/// @param group the id that the chord counts by
/// @param index where its result stands among the others; null if the sender gave none
/// @param taskId of the part
/// @param body what runs when all parts have ended
public record ChordPart(String group, @Nullable Integer index, String taskId, Signature body) {

  /// The part that a task is; null if it is none.
  public static @Nullable ChordPart of(TaskMessage task) {
    var group = task.lineage().group();
    var body = task.embed().chord();
    return group == null || body == null
        ? null
        : new ChordPart(group, task.lineage().groupIndex(), task.id(), body);
  }

  /// The key of the ended parts: a sorted set by [#score].
  public static String partsKey(String group) {
    return groupKey(group) + ".j";
  }

  /// The key of the number of parts.
  public static String sizeKey(String group) {
    return groupKey(group) + ".s";
  }

  /// The key of what is to be added to the number of parts.
  public static String adjustmentKey(String group) {
    return groupKey(group) + ".t";
  }

  /// The key of a saved group, whose value is [#savedGroup].
  public static String groupKey(String group) {
    return "celery-taskset-meta-" + group;
  }

  /// Redis's score: the index, or `+inf`.
  public String score() {
    return index == null ? "+inf" : index.toString();
  }

  /// The member of the sorted set.
  ///
  /// @param result the value, or the exception as JSON
  public byte[] member(String state, JsonNode result) {
    return KombuJson.bytes(KombuJson.array().add(1).add(taskId).add(state).add(result));
  }

  /// A member that was read.
  public record Ended(String taskId, String state, JsonNode result) {

    /// Null if it is none.
    public static @Nullable Ended read(byte[] member) {
      var json = KombuJson.read(member);
      return json == null || json.size() != 4 || !json.path(1).isString()
          ? null
          : new Ended(json.get(1).stringValue(), json.get(2).asString(""), json.get(3));
    }
  }

  /// A saved group as a value.
  public static byte[] savedGroup(ResultTuple group) {
    var json = KombuJson.object();
    json.set("result", group.write());
    return KombuJson.bytes(json);
  }

  /// Reads a saved group; null if it is none.
  public static @Nullable ResultTuple readGroup(byte[] value) {
    var json = KombuJson.read(value);
    return json == null ? null : ResultTuple.read(json.path("result"));
  }
}
