// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.ActionCursor;
import java.util.regex.Pattern;

/// A place in the log: behind an action.
///
/// @param day on which it came, in days since 1970
/// @param place of the transaction that brought it
/// @param number within that transaction
record PostgresPlace(int day, long place, int number) {

  private static final PostgresPlace START = new PostgresPlace(0, 0, 0);
  private static final PostgresPlace END =
      new PostgresPlace(Integer.MAX_VALUE - 1, Long.MAX_VALUE, Integer.MAX_VALUE);
  private static final Pattern TEXT = Pattern.compile("(\\d{1,7})-(\\d{1,18})-(\\d{1,9})");

  static PostgresPlace of(ActionCursor cursor) {
    if (cursor.equals(ActionCursor.START)) {
      return START;
    }
    if (cursor.equals(ActionCursor.END)) {
      return END;
    }
    var match = TEXT.matcher(cursor.text());
    if (!match.matches()) {
      throw cursor.foreign();
    }
    return new PostgresPlace(
        Integer.parseInt(match.group(1)),
        Long.parseLong(match.group(2)),
        Integer.parseInt(match.group(3)));
  }

  ActionCursor cursor() {
    return equals(START) ? ActionCursor.START : new ActionCursor(day + "-" + place + "-" + number);
  }

  /// The first day on which an action behind this place may have come. Clocks of processes differ,
  /// so one that is behind another may have come a day before.
  int firstDay() {
    return Math.max(0, day - 1);
  }
}
