// SPDX-License-Identifier: Apache-2.0
package dev.lovage.app.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Instants as a person reads them in a zone.
final class LocalTimes {

  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm:ss xxx", Locale.ENGLISH);

  private LocalTimes() {}

  /// @param zone its name; empty, or one that this machine does not know, for UTC
  static String of(String instant, String zone) {
    return FORM.format(Instant.parse(instant).atZone(zone(zone)));
  }

  private static ZoneId zone(String name) {
    try {
      return ZoneId.of(name.isEmpty() ? "UTC" : name);
    } catch (DateTimeException e) {
      return ZoneId.of("UTC");
    }
  }
}
