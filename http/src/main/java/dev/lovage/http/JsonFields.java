// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import dev.lovage.http.Problem.Kind;
import dev.lovage.spi.JsonCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/// The fields of a body that is a JSON object, each taken once; what is left over is refused.
final class JsonFields {

  private final JsonNode object;
  private final TreeSet<String> known = new TreeSet<>();

  private JsonFields(JsonNode object) {
    this.object = object;
  }

  static JsonFields of(String json) {
    var tree = JsonCodec.tree("body", json);
    if (!tree.isObject()) {
      throw Problem.of(Kind.INVALID, "body: must be a JSON object").field("body").exception();
    }
    return new JsonFields(tree);
  }

  /// A field that is there and not null.
  private Optional<JsonNode> take(String name) {
    known.add(name);
    return Optional.ofNullable(object.get(name)).filter(node -> !node.isNull());
  }

  Optional<String> text(String name) {
    return take(name)
        .map(node -> {
          if (!node.isString()) {
            throw wrong(name, "must be a text", node);
          }
          return node.asString();
        });
  }

  void text(String name, Consumer<String> to) {
    text(name).ifPresent(to);
  }

  void duration(String name, Consumer<Duration> to) {
    text(name).ifPresent(text -> to.accept(TextForms.duration(name, text)));
  }

  void instant(String name, Consumer<Instant> to) {
    text(name).ifPresent(text -> to.accept(TextForms.instant(name, text)));
  }

  <E extends Enum<E>> void oneOf(String name, Class<E> type, Consumer<E> to) {
    text(name).ifPresent(text -> to.accept(TextForms.oneOf(name, text, type)));
  }

  void number(String name, Consumer<Integer> to) {
    take(name)
        .ifPresent(node -> {
          if (!node.isInt()) {
            throw wrong(name, "must be a whole number", node);
          }
          to.accept(node.asInt());
        });
  }

  Optional<Boolean> flag(String name) {
    return take(name)
        .map(node -> {
          if (!node.isBoolean()) {
            throw wrong(name, "must be true or false", node);
          }
          return node.asBoolean();
        });
  }

  /// The JSON of a field, also if it is null; empty if it is not there.
  Optional<String> json(String name) {
    known.add(name);
    return Optional.ofNullable(object.get(name)).map(node -> JsonCodec.encode(name, node));
  }

  String required(String name) {
    return text(name)
        .orElseThrow(() ->
            Problem.of(Kind.INVALID, name + ": is missing")
                .field(name)
                .remedy("Say it in the body.")
                .exception());
  }

  /// To be called when all that is known was taken.
  void checkNoOthers() {
    for (var name : object.propertyNames()) {
      if (!known.contains(name)) {
        var near = NearNames.of(name, known);
        throw Problem.of(
                Kind.INVALID, "There is no field '" + NearNames.shortened(name) + "' here.")
            .field(NearNames.shortened(name))
            .near(near)
            .remedy(
                near.isEmpty()
                    ? "Use one of " + NearNames.list(known) + "."
                    : "Did you mean " + NearNames.list(near) + "?")
            .exception();
      }
    }
  }

  private static ProblemException wrong(String name, String what, JsonNode node) {
    return Problem.of(
            Kind.INVALID, name + ": " + what + ", but is " + NearNames.shortened(node.toString()))
        .field(name)
        .exception();
  }
}
