// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Tasks put together: chain, group, chord and the rest, as signatures that Python runs too.
public final class Canvas {

  static final String CHAIN = "celery.chain";
  static final String GROUP = "celery.group";
  static final String CHORD = "celery.chord";
  static final String CHUNKS = "celery.chunks";

  private Canvas() {}

  /// Reads a signature or canvas that came as JSON text.
  ///
  /// @throws LovageException `INVALID` if it is none
  static Signature read(String json) {
    var read = KombuJson.read(json);
    var signature = read == null ? null : Signature.read(read);
    if (signature == null) {
      throw new LovageException(
          ErrorCode.INVALID, "canvas: is no signature of Celery's; make it with Canvas");
    }
    return signature;
  }

  /// One after the other, each called with the result of the one before it. A group that is
  /// followed by a task becomes a chord.
  public static Signature chain(Signature... members) {
    return form(CHAIN, "chain", Map.of("tasks", array(List.of(members))));
  }

  /// Side by side.
  public static Signature group(Signature... members) {
    return group(List.of(members));
  }

  public static Signature group(List<Signature> members) {
    return form(GROUP, "group", Map.of("tasks", array(members)));
  }

  /// Side by side, and then the body with the list of all results.
  public static Signature chord(List<Signature> header, Signature body) {
    return chord(group(header), body);
  }

  static Signature chord(Signature header, Signature body) {
    var kwargs = new LinkedHashMap<String, JsonNode>();
    kwargs.put("kwargs", KombuJson.object());
    kwargs.put("header", header.write());
    kwargs.put("body", body.write());
    return form(CHORD, "chord", kwargs);
  }

  /// One task that calls another with each item and returns the list of results.
  public static Signature map(Signature task, List<JsonNode> items) {
    return mapped("celery.map", "map", task, items);
  }

  /// As [#map], each item being the list of the arguments.
  public static Signature starmap(Signature task, List<JsonNode> items) {
    return mapped("celery.starmap", "starmap", task, items);
  }

  /// A group of starmaps over `size` items each.
  public static Signature chunks(Signature task, List<JsonNode> items, int size) {
    var parts = new ArrayList<Signature>();
    for (int from = 0; from < items.size(); from += size) {
      parts.add(starmap(task, items.subList(from, Math.min(from + size, items.size()))));
    }
    return group(parts);
  }

  private static Signature mapped(String name, String type, Signature task, List<JsonNode> items) {
    var kwargs = new LinkedHashMap<String, JsonNode>();
    kwargs.put("task", task.write());
    kwargs.put("it", KombuJson.array(items));
    return form(name, type, kwargs);
  }

  private static Signature form(String name, String type, Map<String, JsonNode> kwargs) {
    return new Signature(name, new Call(List.of(), kwargs), Options.NONE, type, false, Map.of());
  }

  private static JsonNode array(List<Signature> members) {
    return Embed.array(members);
  }

  /// The members of a chain or group; those of a chunks form, which has none yet.
  static List<Signature> members(Signature canvas) {
    if (canvas.kind() == Signature.Kind.CHUNKS) {
      return chunked(canvas);
    }
    var tasks = canvas.call().kwargs().getOrDefault("tasks", KombuJson.nothing());
    // A group may be given as a group: group(group(…)).
    var inner = tasks.isObject() ? Signature.read(tasks) : null;
    return inner == null ? signatures(tasks) : members(inner);
  }

  private static List<Signature> chunked(Signature canvas) {
    var kwargs = canvas.call().kwargs();
    var task = Signature.read(kwargs.getOrDefault("task", KombuJson.nothing()));
    var size = KombuJson.integer(KombuJson.object(kwargs), "n");
    if (task == null || size == null || size < 1) {
      throw new UnknownForm("celery.chunks");
    }
    return members(
        chunks(task, KombuJson.list(kwargs.getOrDefault("it", KombuJson.nothing())), size));
  }

  /// The tasks in the header of a chord.
  static List<Signature> header(Signature chord) {
    var header = chord.call().kwargs().getOrDefault("header", KombuJson.nothing());
    var group = header.isObject() ? Signature.read(header) : null;
    return group == null ? signatures(header) : members(group);
  }

  /// The group in the header of a chord, for its options; null if there are only tasks.
  static @Nullable Signature headerGroup(Signature chord) {
    var header = chord.call().kwargs().getOrDefault("header", KombuJson.nothing());
    return header.isObject() ? Signature.read(header) : null;
  }

  static Signature body(Signature chord) {
    var body = Signature.read(chord.call().kwargs().getOrDefault("body", KombuJson.nothing()));
    if (body == null) {
      throw new UnknownForm(CHORD);
    }
    return body;
  }

  private static List<Signature> signatures(JsonNode tasks) {
    var found = new ArrayList<Signature>();
    for (var json : KombuJson.list(tasks)) {
      var signature = Signature.read(json);
      if (signature == null) {
        throw new UnknownForm("tasks");
      }
      found.add(signature);
    }
    return found;
  }

  /// With other members.
  static Signature withMembers(Signature canvas, List<Signature> members) {
    var kwargs = new LinkedHashMap<>(canvas.call().kwargs());
    kwargs.put("tasks", array(members));
    return canvas.with(new Call(canvas.call().args(), kwargs));
  }
}
