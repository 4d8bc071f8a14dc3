// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import dev.lovage.celery.ChordPart.Ended;
import dev.lovage.celery.Expander.Extra;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What happens when the last part of a chord has ended.
public sealed interface ChordJoin {

  /// All parts have succeeded: the body is sent.
  record Runs(List<CanvasAction> actions) implements ChordJoin {}

  /// A part has failed, and the body with it.
  ///
  /// @param bodyId what the failure is stored under
  /// @param actions who else fails, and the errbacks of the body
  record Breaks(String bodyId, CeleryError error, List<CanvasAction> actions)
      implements ChordJoin {}

  /// Joins the parts.
  ///
  /// @param last the part that ended last; the body becomes its child
  /// @param parts in the order of their indices
  /// @param group the saved form of a header with groups in it, or null
  /// @throws UnknownForm if the body can't be run here
  static ChordJoin of(
      TaskMessage last, List<Ended> parts, @Nullable ResultTuple group, Sender sender) {
    var part = ChordPart.of(last);
    if (part == null) {
      throw new UnknownForm("a task that is no part of a chord");
    }
    var body = part.body();
    var failed = parts.stream().filter(p -> !p.state().equals(States.SUCCESS)).findFirst();
    if (failed.isPresent()) {
      return breaks(body, CeleryError.chord(failed.get().taskId(), error(failed.get())), sender);
    }
    var results =
        group == null
            ? Optional.of((JsonNode) KombuJson.array(parts.stream().map(Ended::result).toList()))
            : structured(group, parts);
    if (results.isEmpty()) {
      return breaks(body, lost(group), sender);
    }
    var expander = new Expander(sender, last.extras().stamps());
    var family =
        Options.NONE
            .with("parent_id", KombuJson.text(last.id()))
            .with("root_id", KombuJson.text(last.rootId()));
    expander.apply(body, Extra.of(results.get()), family);
    return new Runs(expander.actions());
  }

  /// The body fails, for this or any other reason such as a header that could not be sent.
  static Breaks breaks(Signature body, CeleryError error, Sender sender) {
    var actions = new ArrayList<>(Doomed.of(body));
    var id = bodyId(body);
    var root = body.options().text("root_id");
    actions.addAll(
        Successors.errbacks(body.options().linkError(), id, root == null ? id : root, sender));
    return new Breaks(id, error, actions);
  }

  private static String bodyId(Signature body) {
    return switch (body.kind()) {
      case CHAIN -> bodyId(Canvas.members(body).getLast());
      case CHORD -> bodyId(Canvas.body(body));
      case TASK, GROUP, CHUNKS -> {
        var id = body.options().taskId();
        yield id == null ? "" : id;
      }
    };
  }

  private static CeleryError error(Ended part) {
    var error = CeleryError.read(part.result());
    return error == null ? new CeleryError("Exception", List.of(part.result()), "builtins") : error;
  }

  private static CeleryError lost(@Nullable ResultTuple group) {
    var id = group == null ? "" : group.id();
    return new CeleryError(
        "ChordError",
        List.of(KombuJson.text("Join error: a result of group " + id + " is missing")),
        "celery.exceptions");
  }

  /// The results in the form of the header: a list in the list for each group in it.
  private static Optional<JsonNode> structured(ResultTuple group, List<Ended> parts) {
    var byId = new HashMap<String, JsonNode>();
    parts.forEach(p -> byId.put(p.taskId(), p.result()));
    return Optional.ofNullable(value(group, byId));
  }

  private static @Nullable JsonNode value(ResultTuple result, Map<String, JsonNode> byId) {
    if (result.members() == null) {
      return byId.get(result.id());
    }
    var list = KombuJson.array();
    for (var member : result.members()) {
      var value = value(member, byId);
      if (value == null) {
        return null;
      }
      list.add(value);
    }
    return list;
  }
}
