// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A reference to a result, or to a group of them, as Celery writes it: `[[id, parent], children]`.
///
/// @param parent what ran before it in a chain
/// @param members null for a task; the members of a group, which may have none
public record ResultTuple(
    String id, @Nullable ResultTuple parent, @Nullable List<ResultTuple> members) {

  public ResultTuple {
    members = members == null ? null : List.copyOf(members);
  }

  public static ResultTuple task(String id) {
    return new ResultTuple(id, null, null);
  }

  public static ResultTuple group(String id, List<ResultTuple> members) {
    return new ResultTuple(id, null, members);
  }

  /// Null if it is none.
  public static @Nullable ResultTuple read(JsonNode json) {
    if (json.isString()) {
      return task(json.stringValue());
    }
    var head = json.path(0);
    var id = head.isArray() ? head.path(0) : head;
    if (!json.isArray() || !id.isString()) {
      return null;
    }
    var children = json.path(1);
    return new ResultTuple(
        id.stringValue(), read(head.path(1)), children.isArray() ? readAll(children) : null);
  }

  /// Those of an array that are tuples.
  static List<ResultTuple> readAll(JsonNode array) {
    var found = new ArrayList<ResultTuple>();
    for (var element : KombuJson.list(array)) {
      var tuple = read(element);
      if (tuple != null) {
        found.add(tuple);
      }
    }
    return found;
  }

  public JsonNode write() {
    var head = KombuJson.array().add(id).add(parent == null ? KombuJson.nothing() : parent.write());
    var tuple = KombuJson.array().add(head);
    return tuple.add(members == null ? KombuJson.nothing() : writeAll(members));
  }

  static JsonNode writeAll(List<ResultTuple> tuples) {
    return KombuJson.array(tuples.stream().map(ResultTuple::write).toList());
  }
}
