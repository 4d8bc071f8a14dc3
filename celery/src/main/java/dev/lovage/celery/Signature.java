// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A task to be sent later, as it travels inside other messages: a callback, the next member of a
/// chain, the body of a chord. Canvases are signatures too ([Canvas]), told apart by [#kind].
///
/// @param options how to send it
/// @param subtaskType `chain`, `group`, `chord`, `starmap` and so on; null for a task
/// @param immutable takes no arguments from whoever applies it
/// @param other fields that are not known here; they travel on
public record Signature(
    String task,
    Call call,
    Options options,
    @Nullable String subtaskType,
    boolean immutable,
    Map<String, JsonNode> other) {

  private static final List<String> KNOWN =
      List.of("task", "args", "kwargs", "options", "subtask_type", "immutable");

  public Signature {
    other = KombuJson.copy(other);
  }

  /// Of a task, by position.
  ///
  /// @param args anything that has a JSON form
  public static Signature of(String task, Object... args) {
    return of(task, Call.of(Stream.of(args).map(KombuJson::of).toArray(JsonNode[]::new)));
  }

  public static Signature of(String task, Call call) {
    return new Signature(task, call, Options.NONE, null, false, Map.of());
  }

  /// What form a signature is of. A form that is not in this list is a task.
  public enum Kind {
    TASK,
    CHAIN,
    GROUP,
    CHORD,
    CHUNKS
  }

  /// How it is expanded. Map and starmap are tasks, which a worker has built in.
  public Kind kind() {
    var type = subtaskType == null ? task : "celery." + subtaskType;
    return switch (type) {
      case Canvas.CHAIN -> Kind.CHAIN;
      case Canvas.GROUP -> Kind.GROUP;
      case Canvas.CHORD -> Kind.CHORD;
      case Canvas.CHUNKS -> Kind.CHUNKS;
      default -> Kind.TASK;
    };
  }

  /// Reads a signature; keys may be missing, all but the name of the task.
  ///
  /// @return null if it is none
  public static @Nullable Signature read(JsonNode json) {
    var task = KombuJson.string(json, "task");
    var args = json.path("args");
    var kwargs = json.path("kwargs");
    if (task == null || task.isEmpty() || isOther(args, args.isArray())) {
      return null;
    }
    if (isOther(kwargs, kwargs.isObject())) {
      return null;
    }
    var other = new LinkedHashMap<>(KombuJson.map(json));
    KNOWN.forEach(other::remove);
    return new Signature(
        task,
        new Call(args.isArray() ? KombuJson.list(args) : List.of(), KombuJson.map(kwargs)),
        new Options(KombuJson.map(json.path("options"))),
        KombuJson.string(json, "subtask_type"),
        json.path("immutable").asBoolean(false),
        other);
  }

  private static boolean isOther(JsonNode node, boolean right) {
    return !right && !node.isNull() && !node.isMissingNode();
  }

  /// As JSON text.
  public String json() {
    return KombuJson.text(write());
  }

  public ObjectNode write() {
    var json = KombuJson.object();
    json.put("task", task);
    json.set("args", KombuJson.array(call.args()));
    json.set("kwargs", KombuJson.object(call.kwargs()));
    json.set("options", KombuJson.object(options.values()));
    json.set("subtask_type", KombuJson.text(subtaskType));
    json.put("immutable", immutable);
    other.forEach(json::set);
    return json;
  }

  /// The call that results when it is applied: extra arguments come first, extra keyword arguments
  /// win. An immutable signature keeps its own.
  public Call apply(List<JsonNode> extraArgs, Map<String, JsonNode> extraKwargs) {
    return immutable ? call : call.with(extraArgs, extraKwargs);
  }

  /// With an option set, or taken away by JSON's null.
  public Signature with(String option, JsonNode value) {
    return with(options.with(option, value));
  }

  public Signature with(Options changed) {
    return new Signature(task, call, changed, subtaskType, immutable, other);
  }

  public Signature with(Call changed) {
    return new Signature(task, changed, options, subtaskType, immutable, other);
  }

  /// That takes no arguments from whoever applies it.
  public Signature asImmutable() {
    return new Signature(task, call, options, subtaskType, true, other);
  }

  /// On this queue, whatever the sender's routing says.
  public Signature on(String queue) {
    return with("queue", KombuJson.text(queue));
  }

  /// With a task that is called with the result of this one.
  public Signature link(Signature callback) {
    return with(options.appended("link", callback.write()));
  }

  /// With a task that is called with the id of this one when it has failed.
  public Signature linkError(Signature errback) {
    return with(options.appended("link_error", errback.write()));
  }
}
