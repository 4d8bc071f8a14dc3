// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Two versions of a model side by side.
///
/// @param metrics all that either has, by name
/// @param parameters those that differ, by name
public record ModelComparison(
    ModelVersion from, ModelVersion to, List<Metric> metrics, List<Parameter> parameters) {

  /// One metric; null where a version does not have it.
  public record Metric(
      String name, @Nullable Double from, @Nullable Double to, @Nullable Double difference) {}

  /// One parameter; null where a version does not have it.
  public record Parameter(String name, @Nullable Object from, @Nullable Object to) {}

  static ModelComparison of(ModelVersion from, ModelVersion to) {
    return new ModelComparison(from, to, metrics(from, to), parameters(from, to));
  }

  private static List<Metric> metrics(ModelVersion from, ModelVersion to) {
    var before = from.manifest().metrics();
    var after = to.manifest().metrics();
    var names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    return names.stream()
        .map(name -> {
          Double old = before.get(name);
          Double now = after.get(name);
          return new Metric(name, old, now, old == null || now == null ? null : now - old);
        })
        .toList();
  }

  private static List<Parameter> parameters(ModelVersion from, ModelVersion to) {
    var before = from.manifest().parameters();
    var after = to.manifest().parameters();
    var names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    return names.stream()
        .filter(name -> !Objects.equals(before.get(name), after.get(name)))
        .map(name -> new Parameter(name, before.get(name), after.get(name)))
        .toList();
  }
}
