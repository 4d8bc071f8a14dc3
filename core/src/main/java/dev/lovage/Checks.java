// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import java.time.Duration;
import java.util.regex.Pattern;

/// Checks of input at the edge; each message names the field and what it takes.
final class Checks {

  // Names stand in URLs and logs, so they keep to characters that need no escaping there.
  private static final Pattern NAME = Pattern.compile("[\\w.:-]{1,128}");
  private static final Pattern VALUE_NAME = Pattern.compile("[\\w.:/@+=,~-]{1,512}");
  // Ten years: a longer one is a mistake in the unit, and its instant would be hard to store.
  private static final Duration LONGEST = Duration.ofDays(3_660);

  private static final int MAX_KEY = 255;

  private Checks() {}

  static String name(String field, String name) {
    if (!NAME.matcher(name).matches()) {
      throw invalid(
          field, "takes 1 to 128 letters, digits, or any of _ . : -, but is '" + name + "'");
    }
    return name;
  }

  static String valueName(String name) {
    if (!VALUE_NAME.matcher(name).matches()) {
      throw invalid(
          "value",
          "takes 1 to 512 letters, digits, or any of _ . : @ + = , ~ - /, but is '" + name + "'");
    }
    return name;
  }

  static String key(String field, String key) {
    if (key.isBlank() || key.length() > MAX_KEY) {
      throw invalid(
          field, "takes 1 to " + MAX_KEY + " characters, but has " + key.strip().length());
    }
    return key;
  }

  static int priority(int priority) {
    if (priority < 0 || priority > 9) {
      throw invalid("priority", "takes 0 (last) to 9 (first), but is " + priority);
    }
    return priority;
  }

  static Duration positive(String field, Duration value) {
    if (value.isZero()) {
      throw invalid(field, "must be longer than zero");
    }
    return notNegative(field, value);
  }

  static Duration notNegative(String field, Duration value) {
    if (value.isNegative()) {
      throw invalid(field, "must not be negative, but is " + value);
    }
    if (value.compareTo(LONGEST) > 0) {
      throw invalid(
          field, "must not be longer than " + LONGEST.toDays() + " days, but is " + value);
    }
    return value;
  }

  static int atLeastOne(String field, int value) {
    if (value < 1) {
      throw invalid(field, "must be at least 1, but is " + value);
    }
    return value;
  }

  static LovageException invalid(String field, String what) {
    return new LovageException(ErrorCode.INVALID, field + ": " + what);
  }
}
