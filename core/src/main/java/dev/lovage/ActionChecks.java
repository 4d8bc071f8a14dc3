// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import dev.lovage.spi.LoggedAction;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// What an action may be; each message names the field.
final class ActionChecks {

  private static final Instant FIRST = Instant.EPOCH;
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  private ActionChecks() {}

  static LoggedAction check(LoggedAction action) {
    user(action.user());
    Checks.name("kind", action.kind());
    if (action.time().isBefore(FIRST) || action.time().isAfter(LAST)) {
      throw Checks.invalid(
          "time", "must be between the years 1970 and 9999, but is " + action.time());
    }
    if (action.body().length() > LoggedAction.MAX_BODY) {
      throw new LovageException(
          ErrorCode.TOO_LARGE,
          "body: has %,d characters of JSON and may have %,d; keep the rest elsewhere and log its name"
              .formatted(action.body().length(), LoggedAction.MAX_BODY));
    }
    if (action.body().equals("null")) {
      throw Checks.invalid("body", "must not be null; append {} if there is nothing to say");
    }
    var time = action.time().truncatedTo(ChronoUnit.MICROS);
    return time.equals(action.time()) ? action : at(action, time);
  }

  private static LoggedAction at(LoggedAction action, Instant time) {
    return new LoggedAction(action.id(), action.user(), action.kind(), time, action.body());
  }

  static String user(String user) {
    if (user.isBlank() || user.length() > LoggedAction.MAX_USER) {
      throw Checks.invalid(
          "user",
          "takes 1 to " + LoggedAction.MAX_USER + " characters, but has " + user.strip().length());
    }
    for (int i = 0; i < user.length(); i++) {
      if (Character.isISOControl(user.charAt(i))) {
        throw Checks.invalid("user", "must not have control characters");
      }
    }
    return user;
  }

  static int limit(int limit) {
    if (limit < 1 || limit > LoggedAction.MAX_LIST) {
      throw Checks.invalid("limit", "takes 1 to 10000, but is " + limit);
    }
    return limit;
  }
}
