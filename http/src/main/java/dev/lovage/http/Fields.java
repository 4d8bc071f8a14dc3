// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;

/// The headers that are the same in many answers, encoded once.
final class Fields {

  static final Header JSON =
      HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "application/json");
  static final Header LINES =
      HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "application/x-ndjson");
  static final Header EVENTS =
      HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "text/event-stream");
  static final Header PROBLEM =
      HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "application/problem+json");
  static final Header TEXT =
      HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "text/plain;charset=utf-8");

  /// No browser shall take one of our answers for a page or a script.
  static final Header NO_SNIFF =
      HeaderValues.createCached(HeaderNames.create("X-Content-Type-Options"), "nosniff");

  /// Tasks and problems change with every look and are nobody else's business.
  static final Header NO_STORE = HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "no-store");

  /// May be kept, but must be asked for again before each use: a new version can come at any time.
  static final Header NO_CACHE = HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "no-cache");

  static final Header RETRY_AFTER = HeaderValues.createCached(HeaderNames.RETRY_AFTER, 1);

  private Fields() {}
}
