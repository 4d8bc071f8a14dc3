// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// The path of a route, taken apart once.
record PathTemplate(String text, List<Part> parts) {

  /// One segment of a path.
  sealed interface Part {
    /// This text and no other.
    record Fixed(String text) implements Part {}

    /// Any one segment.
    record One(String name) implements Part {}

    /// All that is left, at least one segment; the last part.
    record Rest(String name) implements Part {}
  }

  static PathTemplate parse(String path) {
    if (!path.startsWith("/")) {
      throw invalid(path, "must begin with a slash");
    }
    var parts = new ArrayList<Part>();
    var names = new HashSet<String>();
    if (path.length() > 1) {
      for (var segment : path.substring(1).split("/", -1)) {
        if (!parts.isEmpty() && parts.getLast() instanceof Part.Rest) {
          throw invalid(path, "must end with its {+…} segment");
        }
        var part = part(path, segment);
        var isNew =
            switch (part) {
              case Part.Fixed _ -> true;
              case Part.One(var name) -> names.add(name);
              case Part.Rest(var name) -> names.add(name);
            };
        if (!isNew) {
          throw invalid(path, "has two parameters of one name");
        }
        parts.add(part);
      }
    }
    return new PathTemplate(path, List.copyOf(parts));
  }

  /// Where the parameter of this name stands among the parameters, or -1.
  int indexOf(String name) {
    int index = 0;
    for (var part : parts) {
      switch (part) {
        case Part.Fixed _ -> {}
        case Part.One(var own) -> {
          if (own.equals(name)) {
            return index;
          }
          index++;
        }
        case Part.Rest(var own) -> {
          if (own.equals(name)) {
            return index;
          }
        }
      }
    }
    return -1;
  }

  /// The same whatever the parameters are called, so that two routes for one path are found.
  List<Object> shape() {
    return parts.stream()
        .<Object>map(part ->
            switch (part) {
              case Part.Fixed fixed -> fixed;
              case Part.One _ -> Part.One.class;
              case Part.Rest _ -> Part.Rest.class;
            })
        .toList();
  }

  private static Part part(String path, String segment) {
    if (segment.isEmpty()) {
      throw invalid(path, "has an empty segment");
    }
    boolean parameter = segment.startsWith("{") && segment.endsWith("}");
    boolean rest = parameter && segment.startsWith("{+");
    var text = parameter ? segment.substring(rest ? 2 : 1, segment.length() - 1) : segment;
    if (text.isEmpty()
        || text.chars().anyMatch(c -> c <= ' ' || c >= 127 || "{}?#%".indexOf(c) >= 0)) {
      throw invalid(path, "has a segment that can't be read: " + segment);
    }
    return rest ? new Part.Rest(text) : parameter ? new Part.One(text) : new Part.Fixed(text);
  }

  private static LovageException invalid(String path, String what) {
    return new LovageException(
        ErrorCode.INVALID, "path: '" + path + "' " + what + "; expected a path like /set/{n}");
  }
}
