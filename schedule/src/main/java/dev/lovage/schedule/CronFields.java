// SPDX-License-Identifier: Apache-2.0
package dev.lovage.schedule;

import com.cronutils.model.field.expression.Always;
import com.cronutils.model.field.expression.And;
import com.cronutils.model.field.expression.Between;
import com.cronutils.model.field.expression.Every;
import com.cronutils.model.field.expression.FieldExpression;
import com.cronutils.model.field.expression.On;
import com.cronutils.model.field.expression.QuestionMark;
import com.cronutils.model.field.value.FieldValue;
import java.util.BitSet;

/// The numbers that a field of a cron expression stands for.
final class CronFields {

  private CronFields() {}

  /// @throws IllegalArgumentException for what stands for no numbers
  static BitSet bits(FieldExpression expression, int from, int to) {
    var bits = new BitSet(to + 1);
    switch (expression) {
      case Always _, QuestionMark _ -> bits.set(from, to + 1);
      case On on -> bits.set(on.getTime().getValue());
      case Between between -> range(bits, between, 1, from, to);
      case And and -> and.getExpressions().forEach(part -> bits.or(bits(part, from, to)));
      case Every every -> every(bits, every, from, to);
      default ->
          throw new IllegalArgumentException("'" + expression.asString() + "' is not known here");
    }
    return bits;
  }

  private static void every(BitSet bits, Every every, int from, int to) {
    int step = every.getPeriod().getValue();
    if (step < 1) {
      throw new IllegalArgumentException("a step must be at least 1, but is " + step);
    }
    switch (every.getExpression()) {
      case Always _, QuestionMark _ -> steps(bits, from, to, step);
      case On on -> steps(bits, on.getTime().getValue(), to, step);
      case Between between -> range(bits, between, step, from, to);
      default -> throw new IllegalArgumentException("'" + every.asString() + "' is not known here");
    }
  }

  /// A range that ends before it begins goes on at the other end: 22-2 is 22, 23, 0, 1, 2.
  private static void range(BitSet bits, Between between, int step, int from, int to) {
    int first = number(between.getFrom());
    int last = number(between.getTo());
    int size = to - from + 1;
    int span = first <= last ? last - first : last - first + size;
    for (int i = 0; i <= span; i += step) {
      bits.set(from + (first - from + i) % size);
    }
  }

  private static void steps(BitSet bits, int from, int to, int step) {
    for (int i = from; i <= to; i += step) {
      bits.set(i);
    }
  }

  private static int number(FieldValue<?> value) {
    if (value.getValue() instanceof Integer number) {
      return number;
    }
    throw new IllegalArgumentException("'" + value + "' can't be the end of a range");
  }
}
