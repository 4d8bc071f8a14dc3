// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import java.util.Arrays;

/// Versions that were taken for the tasks of a transaction before it accepts them.
final class Reserved {

  private final Long[] numbers;
  private int used;

  Reserved(Long[] numbers) {
    this.numbers = numbers;
  }

  Long[] take(int count) {
    used += count;
    return Arrays.copyOfRange(numbers, used - count, used);
  }
}
