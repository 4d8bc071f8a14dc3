// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import io.helidon.http.Method;
import java.util.Locale;
import java.util.Optional;

/// The methods that routes answer; `HEAD` is `GET` without the body.
enum Verb {
  GET,
  POST,
  PUT,
  PATCH,
  DELETE;

  static Optional<Verb> of(Method method) {
    if (method.equals(Method.GET)) {
      return Optional.of(GET);
    }
    if (method.equals(Method.POST)) {
      return Optional.of(POST);
    }
    return switch (method.text()) {
      case "GET", "HEAD" -> Optional.of(GET);
      case "POST" -> Optional.of(POST);
      case "PUT" -> Optional.of(PUT);
      case "PATCH" -> Optional.of(PATCH);
      case "DELETE" -> Optional.of(DELETE);
      default -> Optional.empty();
    };
  }

  /// As OpenAPI writes it.
  String lowerCase() {
    return name().toLowerCase(Locale.ROOT);
  }
}
