// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Binds Python's arguments to the one argument of a Java task, and the reverse. A record takes
/// them by position and by name of its components (`user_id` for `userId` too); a `Map` or a
/// `JsonNode` takes what comes; anything else is one value.
public final class Binding {

  private final Class<?> type;
  private final List<RecordComponent> components;

  private Binding(Class<?> type) {
    this.type = type;
    this.components = type.isRecord() ? List.of(type.getRecordComponents()) : List.of();
  }

  /// For a task whose argument is of this type.
  public static Binding to(Class<?> argumentType) {
    return new Binding(argumentType);
  }

  /// What came of binding.
  public sealed interface Result permits Bound, Misfit {}

  /// The argument of the Java task.
  ///
  /// @param argument JSON that the task's argument type reads
  public record Bound(JsonNode argument) implements Result {

    /// As text.
    public String json() {
      return KombuJson.text(argument);
    }
  }

  /// The arguments do not fit; the task has failed with Python's `TypeError`.
  public record Misfit(String reason) implements Result {}

  public Result bind(Call call) {
    if (type.isRecord()) {
      return record(call);
    }
    return isOpen() ? open(call) : scalar(call);
  }

  private boolean isOpen() {
    return type == Object.class
        || Map.class.isAssignableFrom(type)
        || JsonNode.class.isAssignableFrom(type);
  }

  private Result record(Call call) {
    var whole = whole(call);
    if (whole != null) {
      return record(new Call(List.of(), KombuJson.map(whole)));
    }
    if (call.args().size() > components.size()) {
      return new Misfit(
          "takes %d arguments by position (%s), but got %d"
              .formatted(components.size(), names(), call.args().size()));
    }
    var fields = new LinkedHashMap<String, JsonNode>();
    for (int i = 0; i < call.args().size(); i++) {
      var component = components.get(i);
      fields.put(component.getName(), Coercion.to(component.getType(), call.args().get(i)));
    }
    for (var kwarg : call.kwargs().entrySet()) {
      var component = named(kwarg.getKey());
      if (component == null) {
        return new Misfit(kwarg.getKey() + ": is not known here; known are " + names());
      }
      var value = Coercion.to(component.getType(), kwarg.getValue());
      if (fields.put(component.getName(), value) != null) {
        return new Misfit(kwarg.getKey() + ": is given twice, by position and by name");
      }
    }
    for (var component : components) {
      if (component.getType().isPrimitive() && !fields.containsKey(component.getName())) {
        return new Misfit(component.getName() + ": is missing; the arguments are " + names());
      }
    }
    return new Bound(KombuJson.object(fields));
  }

  /// A single object that names nothing but components is the record itself.
  private @Nullable JsonNode whole(Call call) {
    if (call.args().size() != 1 || !call.kwargs().isEmpty() || components.size() < 2) {
      return null;
    }
    var only = call.args().getFirst();
    return only.isObject()
            && !only.isEmpty()
            && KombuValues.type(only) == null
            && only.propertyStream().allMatch(e -> named(e.getKey()) != null)
        ? only
        : null;
  }

  private @Nullable RecordComponent named(String name) {
    for (var component : components) {
      if (component.getName().equals(name)) {
        return component;
      }
    }
    for (var component : components) {
      if (snake(component.getName()).equals(name)) {
        return component;
      }
    }
    return null;
  }

  private static String snake(String camel) {
    var out = new StringBuilder();
    for (int i = 0; i < camel.length(); i++) {
      char c = camel.charAt(i);
      if (Character.isUpperCase(c)) {
        out.append('_').append(Character.toLowerCase(c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private String names() {
    var names = components.stream().map(RecordComponent::getName).toList();
    return names.isEmpty() ? "none" : String.join(", ", names);
  }

  private Result scalar(Call call) {
    if (!call.kwargs().isEmpty()) {
      return new Misfit(
          call.kwargs().keySet().iterator().next()
              + ": the task takes one argument, by position only");
    }
    return switch (call.args().size()) {
      case 0 ->
          type == Void.class
              ? new Bound(KombuJson.nothing())
              : new Misfit("takes one argument, but got none");
      case 1 -> new Bound(Coercion.to(type, call.args().getFirst()));
      default -> new Misfit("takes one argument, but got " + call.args().size());
    };
  }

  private Result open(Call call) {
    var kwargs = KombuValues.plain(KombuJson.object(call.kwargs()));
    var args = KombuValues.plain(KombuJson.array(call.args()));
    if (args.isEmpty() && (!kwargs.isEmpty() || Map.class.isAssignableFrom(type))) {
      return new Bound(kwargs);
    }
    if (kwargs.isEmpty() && args.size() <= 1) {
      var only = args.isEmpty() ? KombuJson.nothing() : args.get(0);
      return Map.class.isAssignableFrom(type) && !only.isObject()
          ? new Misfit("takes arguments by name, or one object")
          : new Bound(only);
    }
    if (Map.class.isAssignableFrom(type)) {
      return new Misfit("takes arguments by name, or one object");
    }
    if (kwargs.isEmpty()) {
      return new Bound(args);
    }
    var both = KombuJson.object();
    both.set("args", args);
    both.set("kwargs", kwargs);
    return new Bound(both);
  }

  /// The reverse, for calling a Python task: the fields of a record or a map go by name, any other
  /// value is the one argument by position.
  public static Call unbind(Class<?> argumentType, JsonNode argument) {
    boolean isNamed = argumentType.isRecord() || Map.class.isAssignableFrom(argumentType);
    if (isNamed && argument.isObject()) {
      return new Call(List.of(), KombuJson.map(argument));
    }
    var args = new ArrayList<JsonNode>();
    if (argumentType != Void.class) {
      args.add(argument);
    }
    return new Call(args, Map.of());
  }
}
