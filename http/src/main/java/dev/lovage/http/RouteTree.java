// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import dev.lovage.http.PathTemplate.Part;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Finds the routes of a path: by one look-up where the path has no parameters, else segment by
/// segment, fixed ones before parameters.
final class RouteTree {

  private final Map<String, Node> exact = new HashMap<>();
  private final Node root = new Node();

  RouteTree(Collection<Route> routes) {
    for (var route : routes) {
      var node = root;
      boolean fixed = true;
      for (var part : route.path().parts()) {
        fixed &= part instanceof Part.Fixed;
        node = node.child(part);
      }
      node.routes.put(route.verb(), route);
      if (fixed) {
        exact.put(route.path().text(), node);
      }
    }
  }

  /// What stands at a path.
  ///
  /// @param parameters decoded, in the order of the path
  record Match(Map<Verb, Route> routes, List<String> parameters) {

    /// For the `Allow` header.
    String allow() {
      var verbs = routes.keySet().stream().map(Verb::name).collect(Collectors.joining(", "));
      return routes.containsKey(Verb.GET) ? verbs.replace("GET", "GET, HEAD") : verbs;
    }
  }

  /// Finds the routes of a raw path.
  @Nullable Match find(String path) {
    var node = exact.get(path);
    if (node != null) {
      return node.match;
    }
    return path.startsWith("/") ? find(root, path, 1, List.of()) : null;
  }

  private static @Nullable Match find(Node node, String path, int from, List<String> parameters) {
    int slash = path.indexOf('/', from);
    int to = slash < 0 ? path.length() : slash;
    if (to > from) {
      var segment = Percent.decodePath(path.substring(from, to));
      var fixed = node.children.get(segment);
      var found = fixed == null ? null : descend(fixed, path, slash, parameters);
      if (found != null) {
        return found;
      }
      found = node.one == null ? null : descend(node.one, path, slash, plus(parameters, segment));
      if (found != null) {
        return found;
      }
    }
    if (node.rest != null && from < path.length()) {
      var rest = Percent.decodePath(path.substring(from));
      return new Match(node.rest.routes, plus(parameters, rest));
    }
    return null;
  }

  private static @Nullable Match descend(
      Node node, String path, int slash, List<String> parameters) {
    if (slash >= 0) {
      return find(node, path, slash + 1, parameters);
    }
    return node.routes.isEmpty() ? null : new Match(node.routes, parameters);
  }

  private static List<String> plus(List<String> parameters, String value) {
    if (parameters.isEmpty()) {
      return List.of(value);
    }
    var longer = new ArrayList<>(parameters);
    longer.add(value);
    return longer;
  }

  private static final class Node {
    final Map<Verb, Route> routes = new EnumMap<>(Verb.class);
    final Match match = new Match(routes, List.of());
    final Map<String, Node> children = new HashMap<>();
    @Nullable Node one;
    @Nullable Node rest;

    Node child(Part part) {
      return switch (part) {
        case Part.Fixed(var text) -> children.computeIfAbsent(text, t -> new Node());
        case Part.One _ -> {
          one = one == null ? new Node() : one;
          yield one;
        }
        case Part.Rest _ -> {
          rest = rest == null ? new Node() : rest;
          yield rest;
        }
      };
    }
  }
}
