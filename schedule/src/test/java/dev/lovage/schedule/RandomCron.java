// SPDX-License-Identifier: Apache-2.0
package dev.lovage.schedule;

import java.util.SplittableRandom;

/// Cron expressions with a second, in words that all libraries read alike.
record RandomCron(SplittableRandom random) {

  String any() {
    return "0 " + minute() + " " + hour() + " " + days();
  }

  /// No star in seconds, minutes and hours.
  String fixed() {
    return "0 " + numbers(0, 59) + " " + numbers(0, 4) + " " + days();
  }

  private String minute() {
    return switch (random.nextInt(4)) {
      case 0 -> "*";
      case 1 -> "*/" + random.nextInt(2, 30);
      case 2 -> range(0, 59) + "/" + random.nextInt(1, 9);
      default -> numbers(0, 59);
    };
  }

  private String hour() {
    return switch (random.nextInt(4)) {
      case 0 -> "*";
      case 1 -> "*/" + random.nextInt(2, 7);
      case 2 -> range(0, 23);
      default -> numbers(0, 23);
    };
  }

  /// Never both days restricted, of which each library has its own idea.
  private String days() {
    return switch (random.nextInt(7)) {
      case 0 -> numbers(1, 28) + " * ?";
      case 1 -> "L * ?";
      case 2 -> "? " + range(1, 12) + " " + (random.nextBoolean() ? "MON-FRI" : "SUN,TUE");
      case 3 -> "? * " + random.nextInt(1, 7) + "#" + random.nextInt(1, 5);
      case 4 -> "? * " + random.nextInt(1, 7) + "L";
      default -> "* * *";
    };
  }

  private String range(int from, int to) {
    int first = random.nextInt(from, to);
    return first + "-" + random.nextInt(first + 1, to + 1);
  }

  private String numbers(int from, int to) {
    var one = Integer.toString(random.nextInt(from, to + 1));
    return random.nextBoolean() ? one : one + "," + random.nextInt(from, to + 1);
  }
}
