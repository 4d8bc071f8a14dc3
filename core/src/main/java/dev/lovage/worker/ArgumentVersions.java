// SPDX-License-Identifier: Apache-2.0
package dev.lovage.worker;

import dev.lovage.spi.JsonCodec;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/// Which versions of a type's argument some code can take. The version is part of the name under
/// which a task is stored (`report@2`; plain `report` for version 1), so workers lease those alone
/// that they know, and old and new code run side by side.
///
/// @param current the version of the argument's Java type, from 1
/// @param upcasters by the version that they take: each makes the next one of it
public record ArgumentVersions(int current, Map<Integer, UnaryOperator<JsonNode>> upcasters) {

  private static final char MARK = '@';

  public ArgumentVersions {
    upcasters = Map.copyOf(upcasters);
  }

  String storedName(String type) {
    return stored(type, current);
  }

  Set<String> knownNames(String type) {
    var names = new LinkedHashSet<String>();
    names.add(storedName(type));
    for (int version = current - 1; upcasters.containsKey(version); version--) {
      names.add(stored(type, version));
    }
    return names;
  }

  String upcast(String type, String storedName, String json) {
    int version =
        storedName.equals(type) ? 1 : Integer.parseInt(storedName.substring(type.length() + 1));
    if (version == current) {
      return json;
    }
    var node = JsonCodec.tree("argument", json);
    for (; version < current; version++) {
      var upcaster = upcasters.get(version);
      if (upcaster == null) {
        throw new IllegalStateException("no upcaster for version " + version + " of " + type);
      }
      node = upcaster.apply(node);
    }
    return JsonCodec.encode("argument", node);
  }

  private static String stored(String type, int version) {
    return version == 1 ? type : type + MARK + version;
  }
}
