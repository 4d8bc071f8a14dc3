// SPDX-License-Identifier: Apache-2.0
package dev.lovage.recommender.data;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A value of R, as far as data frames need it.
sealed interface RValue {

  /// Without value, or of a kind that data frames don't need.
  record Nothing() implements RValue {}

  record Text(@Nullable String text) implements RValue {}

  record Symbol(String name) implements RValue {}

  @SuppressWarnings("ArrayRecordComponent") // A carrier: nobody compares vectors.
  record Integers(int[] values, Map<String, RValue> attributes) implements RValue {}

  @SuppressWarnings("ArrayRecordComponent")
  record Doubles(double[] values, Map<String, RValue> attributes) implements RValue {}

  /// A list, or a vector of texts.
  record Items(List<RValue> values, Map<String, RValue> attributes) implements RValue {

    /// The element of this name.
    RValue named(String name) {
      if (attributes.get("names") instanceof Items names) {
        int place = names.values.indexOf(new Text(name));
        if (place >= 0) {
          return values.get(place);
        }
      }
      throw new IllegalArgumentException("there is no " + name + " in this R list");
    }

    /// The elements, which are texts; empty for those that are not there.
    List<String> texts() {
      return values.stream()
          .map(value -> value instanceof Text(var text) && text != null ? text : "")
          .toList();
    }
  }
}
