// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import dev.lovage.spi.ActionLog;
import dev.lovage.spi.LoggedAction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/// A program that appends lists until it is killed. It says of each what it is about to do, and
/// when it was done.
public final class ActionAppender {

  static final String STREAM = "crash";
  static final Duration KEEP = Duration.ofDays(1);
  private static final int SIZE = 2_000;

  private ActionAppender() {}

  /// Appends.
  ///
  /// @param args the log's URL
  public static void main(String[] args) {
    try (var log = ActionLog.open(args[0])) {
      for (int number = 0; ; number++) {
        long millis = Instant.now().toEpochMilli();
        System.out.println("begin " + number + " " + millis);
        int added = log.append(STREAM, KEEP, list(number, millis));
        System.out.println("done " + number + " " + added);
      }
    }
  }

  /// The list of a number, the same in every process.
  static List<LoggedAction> list(int number, long millis) {
    return IntStream.range(0, SIZE)
        .mapToObj(i ->
            new LoggedAction(
                new UUID((millis << 16) | 0x7000L | i, 0x8000_0000_0000_0000L | number),
                "u" + i % 50,
                "view",
                Instant.ofEpochMilli(millis),
                "{\"list\":" + number + ",\"n\":" + i + "}"))
        .toList();
  }
}
