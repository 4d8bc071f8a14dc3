// SPDX-License-Identifier: Apache-2.0
package dev.lovage.schedule;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import java.util.regex.Pattern;

/// Names of schedules and triggers: what stands in a URL without escaping.
final class Names {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.:-]{1,128}");

  private Names() {}

  static String check(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new LovageException(
          ErrorCode.INVALID,
          "name: takes 1 to 128 letters, digits, or any of _ . : -, but is '" + name + "'");
    }
    return name;
  }
}
