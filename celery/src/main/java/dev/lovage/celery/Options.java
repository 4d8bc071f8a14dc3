// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// How a signature is to be sent: Celery's `apply_async` options, by their names on the wire.
/// Stamps stand among them under names of the sender's own.
public record Options(Map<String, JsonNode> values) {

  public static final Options NONE = new Options(Map.of());

  /// Set once, kept for good: to change them would stall whoever counts.
  private static final String GROUP_ID = "group_id";

  private static final String STAMPED = "stamped_headers";

  public Options {
    values = KombuJson.copy(values);
  }

  public @Nullable String taskId() {
    return text("task_id");
  }

  public @Nullable String groupId() {
    return text(GROUP_ID);
  }

  public @Nullable Integer groupIndex() {
    return KombuJson.integer(KombuJson.object(values), "group_index");
  }

  public @Nullable String text(String name) {
    var value = get(name);
    return value.isString() || value.isNumber() ? value.asString() : null;
  }

  /// The value; JSON's null if there is none.
  public JsonNode get(String name) {
    return values.getOrDefault(name, KombuJson.nothing());
  }

  public boolean has(String name) {
    return !get(name).isNull();
  }

  public List<Signature> link() {
    return signatures("link");
  }

  public List<Signature> linkError() {
    return signatures("link_error");
  }

  /// The rest of a chain, last member first.
  public List<Signature> chain() {
    return signatures("chain");
  }

  public @Nullable Signature chord() {
    return Signature.read(get("chord"));
  }

  /// The names of the stamps among the options.
  public List<String> stamped() {
    return KombuJson.list(get(STAMPED)).stream().map(n -> n.asString("")).toList();
  }

  private List<Signature> signatures(String name) {
    return KombuJson.list(get(name)).stream()
        .map(Signature::read)
        .filter(Objects::nonNull)
        .toList();
  }

  /// With a value set, or taken away by JSON's null.
  public Options with(String name, JsonNode value) {
    var changed = new LinkedHashMap<>(values);
    if (value.isNull()) {
      changed.remove(name);
    } else {
      changed.put(name, value);
    }
    return new Options(changed);
  }

  Options without(String... names) {
    var changed = new LinkedHashMap<>(values);
    List.of(names).forEach(changed::remove);
    return new Options(changed);
  }

  /// With a value added to a list, unless it is in it.
  Options appended(String name, JsonNode value) {
    var list = new ArrayList<>(KombuJson.list(get(name)));
    if (!list.contains(value)) {
      list.add(value);
    }
    return with(name, KombuJson.array(list));
  }

  /// As options given when a signature is applied are laid over its own: they win, but for the
  /// group and the stamps that the signature has already.
  Options overlaid(Options over) {
    var changed = new LinkedHashMap<>(values);
    var stamped = stamped();
    over.values.forEach((name, value) -> {
      boolean kept = name.equals(GROUP_ID) || name.equals(STAMPED) || stamped.contains(name);
      if (!value.isNull() && !(kept && has(name))) {
        changed.put(name, value);
      }
    });
    return new Options(changed);
  }
}
