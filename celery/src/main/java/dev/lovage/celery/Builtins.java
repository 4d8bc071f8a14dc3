// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Tasks that every worker has, without anybody declaring them.
public final class Builtins {

  public static final String MAP = "celery.map";
  public static final String STARMAP = "celery.starmap";
  public static final String ACCUMULATE = "celery.accumulate";

  static final Map<String, JsonNode> FIRST =
      Map.of("index", JsonNodeFactory.instance.numberNode(0));

  private Builtins() {}

  static boolean isMap(String task) {
    return task.equals(MAP) || task.equals(STARMAP);
  }

  /// A task that is to be called several times.
  ///
  /// @param calls one for each item; the results are the list of theirs
  public record Mapped(String task, List<Call> calls) {
    public Mapped {
      calls = List.copyOf(calls);
    }
  }

  /// The calls of a `celery.map` or `celery.starmap`; null if it is neither, or says not what to
  /// call.
  public static @Nullable Mapped mapped(TaskMessage message) {
    if (!isMap(message.task())) {
      return null;
    }
    var args = message.call().args();
    var kwargs = message.call().kwargs();
    var task = Signature.read(kwargs.getOrDefault("task", at(args, 0)));
    if (task == null) {
      return null;
    }
    var calls = new ArrayList<Call>();
    for (var item : KombuJson.list(kwargs.getOrDefault("it", at(args, 1)))) {
      var isStar = message.task().equals(STARMAP);
      calls.add(task.apply(isStar ? KombuJson.list(item) : List.of(item), Map.of()));
    }
    return new Mapped(task.task(), calls);
  }

  private static JsonNode at(List<JsonNode> args, int index) {
    return index < args.size() ? args.get(index) : KombuJson.nothing();
  }

  /// The result of a `celery.accumulate`: its arguments, or the one of them that `index` names.
  ///
  /// @return null if there is none at the index
  public static @Nullable JsonNode accumulate(Call call) {
    var index = KombuJson.integer(KombuJson.object(call.kwargs()), "index");
    if (index == null) {
      return KombuJson.array(call.args());
    }
    int at = index < 0 ? index + call.args().size() : index;
    return at < 0 || at >= call.args().size() ? null : call.args().get(at);
  }
}
