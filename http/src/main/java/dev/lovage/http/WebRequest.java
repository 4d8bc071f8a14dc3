// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import java.util.Optional;

/// A request as a [WebHandler] sees it. To be used by the handler's thread, until it has answered.
///
/// What is there but has the wrong form is refused by an unchecked exception: let it pass, and the
/// caller is answered with a 4xx that names the field.
public interface WebRequest {

  /// The part of the path that stands for `{name}`, decoded.
  ///
  /// @throws IllegalArgumentException if the route has no such parameter
  String path(String name);

  /// As [#path], as a number.
  int pathInt(String name);

  /// As [#path], as a number.
  long pathLong(String name);

  /// The query parameter of this name, decoded; the first if there are several.
  Optional<String> query(String name);

  /// The header of this name, in any case; several are joined by commas.
  Optional<String> header(String name);

  /// The body as UTF-8 text; empty if there is none. May be called again.
  String body();

  /// The body read as JSON. The request must say `Content-Type: application/json`.
  <T> T body(Class<T> type);
}
