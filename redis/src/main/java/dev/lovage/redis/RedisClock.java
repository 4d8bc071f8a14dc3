// SPDX-License-Identifier: Apache-2.0
package dev.lovage.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How scripts are told the time, and how times of theirs are read.
///
/// @param clock in place of the server's, or null
/// @param here for what is not done in scripts
record RedisClock(@Nullable InstantSource clock, InstantSource here) {

  /// What a script takes as its time: empty for the server's own.
  byte[] now() {
    var source = clock;
    if (source == null) {
      return new byte[0];
    }
    var now = source.instant();
    return String.format(Locale.ROOT, "%d.%06d", now.getEpochSecond(), now.getNano() / 1_000)
        .getBytes(UTF_8);
  }

  static byte[] seconds(Duration duration) {
    return String.format(Locale.ROOT, "%d.%06d", duration.getSeconds(), duration.getNano() / 1_000)
        .getBytes(UTF_8);
  }

  static Instant instant(byte[] seconds) {
    long micros = Math.round(Double.parseDouble(new String(seconds, UTF_8)) * 1e6);
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000), Math.floorMod(micros, 1_000_000) * 1_000L);
  }
}
