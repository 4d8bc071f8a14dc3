// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import org.jspecify.annotations.Nullable;

/// Answers the requests of one route. Each request runs on a virtual thread of its own, so a
/// handler may simply wait; it may be called from many threads at a time.
@FunctionalInterface
public interface WebHandler {

  /// Answers a request. A `String` is sent as `text/plain`, `null` as 204 without a body, a
  /// [WebResponse] as it is, and anything else as JSON.
  ///
  /// A [dev.lovage.LovageException] is answered with the status of its code (`INVALID` with 400,
  /// `UNAVAILABLE` with 503 and so on) and its message; any other exception is logged and answered
  /// with a plain 500.
  @Nullable Object handle(WebRequest request) throws Exception;
}
