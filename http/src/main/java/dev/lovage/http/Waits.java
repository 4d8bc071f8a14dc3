// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// How long a caller is ready to wait for an answer: `?wait=10s`, or `Prefer: wait=10` of RFC 7240.
/// More than a minute is taken as a minute, since proxies give up about then.
final class Waits {

  static final String PARAMETER = "wait";

  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final HeaderName PREFER = HeaderNames.create("Prefer");
  private static final HeaderName APPLIED = HeaderNames.create("Preference-Applied");

  private Waits() {}

  /// The query parameter.
  static Duration of(Query query) {
    return query
        .get(PARAMETER)
        .map(text -> clamped(TextForms.duration(PARAMETER, text)))
        .orElse(Duration.ZERO);
  }

  /// The preference. One that can't be read is passed over, as the RFC wants it.
  static Optional<Duration> preferred(Exchange exchange) {
    return exchange.header(PREFER).flatMap(Waits::parse);
  }

  /// Says that the preference was followed.
  static Header applied(Duration wait) {
    return HeaderValues.create(APPLIED, "wait=" + wait.toSeconds());
  }

  private static Optional<Duration> parse(String header) {
    for (var preference : header.split(",", -1)) {
      var parts = preference.split(";", 2)[0].split("=", 2);
      if (parts.length == 2 && parts[0].strip().toLowerCase(Locale.ROOT).equals("wait")) {
        return seconds(parts[1].strip().replace("\"", ""));
      }
    }
    return Optional.empty();
  }

  private static Optional<Duration> seconds(String text) {
    try {
      int seconds = Integer.parseInt(text);
      return seconds < 0 ? Optional.empty() : Optional.of(clamped(Duration.ofSeconds(seconds)));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Duration clamped(Duration wait) {
    return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
  }
}
