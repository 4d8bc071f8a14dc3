// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One line of the table of routes.
///
/// @param query the query parameters that it takes; null if it does not care
/// @param open whether it is answered without a token
record Route(
    Verb verb, PathTemplate path, @Nullable Set<String> query, boolean open, Endpoint endpoint) {

  /// A route of the API, which refuses query parameters that it does not know.
  static Route ofApi(Verb verb, String path, Endpoint endpoint, Set<String> query) {
    return new Route(verb, PathTemplate.parse(path), query, false, endpoint);
  }

  /// A route that is answered without a token.
  static Route open(String path, Endpoint endpoint) {
    return new Route(Verb.GET, PathTemplate.parse(path), null, true, endpoint);
  }

  /// A route of the API that is answered without a token, since its caller proves himself in
  /// another way.
  static Route openApi(Verb verb, String path, Endpoint endpoint) {
    return new Route(verb, PathTemplate.parse(path), Set.of(), true, endpoint);
  }

  /// A route of the app.
  static Route ofApp(Verb verb, PathTemplate path, Endpoint endpoint) {
    return new Route(verb, path, null, false, endpoint);
  }

  boolean clashesWith(Route other) {
    return verb == other.verb && path.shape().equals(other.path.shape());
  }
}
