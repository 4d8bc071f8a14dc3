// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Finds what somebody may have meant by a name that is not known.
final class NearNames {

  // Longer input is not a slip of the keyboard, and comparing it costs time.
  private static final int LONGEST = 128;
  private static final int MOST = 3;
  private static final int SHORTEST_BEGINNING = 3;

  private NearNames() {}

  /// Up to three known names that begin with the wanted one or differ from it in at most a third of
  /// its letters, nearest first.
  static List<String> of(String wanted, Collection<String> known) {
    if (wanted.length() > LONGEST) {
      return List.of();
    }
    var lower = wanted.toLowerCase(Locale.ROOT);
    int reach = Math.max(2, wanted.length() / 3);
    return known.stream()
        .map(name -> new Near(name, distance(lower, name.toLowerCase(Locale.ROOT))))
        .filter(near -> near.distance <= reach || isBeginning(lower, near.name))
        .sorted(Comparator.comparingInt(Near::distance).thenComparing(Near::name))
        .limit(MOST)
        .map(Near::name)
        .toList();
  }

  private static boolean isBeginning(String wanted, String name) {
    return wanted.length() >= SHORTEST_BEGINNING
        && name.toLowerCase(Locale.ROOT).startsWith(wanted);
  }

  /// For a sentence: `a, b, c`.
  static String list(Collection<String> names) {
    return names.stream().sorted().collect(Collectors.joining(", "));
  }

  /// For a message that repeats the caller's input.
  static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }

  private record Near(String name, int distance) {}

  /// The number of letters to insert, drop, change or swap with their neighbour.
  static int distance(String a, String b) {
    var before = new int[b.length() + 1];
    var last = new int[b.length() + 1];
    var row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + change);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          row[j] = Math.min(row[j], before[j - 2] + 1);
        }
      }
      var free = before;
      before = last;
      last = row;
      row = free;
    }
    return last[b.length()];
  }
}
