// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import dev.lovage.spi.Engine;
import dev.lovage.testkit.MemoryEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Takes the same steps on the engine under test and on the reference, and compares all that can be
/// seen after each.
record ModelRun(Supplier<EngineHarness> open) {

  private static final Duration A_MONTH = Duration.ofDays(31);

  /// Where the two went apart.
  ///
  /// @param steps up to and with the one that showed it
  record Difference(List<Step> steps, String what) {}

  Optional<Difference> compare(List<Step> steps) {
    try (var harness = open.get();
        var reference = MemoryEngine.create(harness.clock())) {
      var handles = new ArrayList<Engine>(List.of(harness.engine()));
      harness.another().ifPresent(handles::add);
      var expected = new ModelWorld(List.of(reference), harness.clock());
      var actual = new ModelWorld(handles, harness.clock());
      for (int i = 0; i < steps.size(); i++) {
        passTime(steps.get(i), harness);
        var difference = safely(steps.get(i), expected, actual);
        if (difference.isPresent()) {
          return Optional.of(new Difference(steps.subList(0, i + 1), difference.get()));
        }
      }
      return Optional.empty();
    }
  }

  private static void passTime(Step step, EngineHarness harness) {
    if (step instanceof Step.Pass(var time)) {
      harness.advance(time);
    } else if (step instanceof Step.PassAMonth) {
      harness.advance(A_MONTH);
    }
  }

  private static Optional<String> safely(Step step, ModelWorld expected, ModelWorld actual) {
    try {
      return difference(step, expected, actual);
    } catch (RuntimeException e) {
      return Optional.of("a call threw " + e);
    }
  }

  private static Optional<String> difference(Step step, ModelWorld expected, ModelWorld actual) {
    var should = expected.take(step);
    var is = actual.take(step);
    if (!should.equals(is)) {
      return Optional.of("the answer should be\n  " + should + "\nbut is\n  " + is);
    }
    var lines = new ModelView(expected).lines();
    var others = new ModelView(actual).lines();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).equals(others.get(i))) {
        return Optional.of("should be\n  " + lines.get(i) + "\nbut is\n  " + others.get(i));
      }
    }
    return Optional.empty();
  }

  /// The shortest sequence found that still shows a difference: leaves out ever smaller pieces,
  /// then parts of steps.
  Difference shrink(Difference first) {
    var best = first;
    for (int size = Math.max(1, best.steps().size() / 2); size >= 1; size /= 2) {
      for (int from = 0; from < best.steps().size(); ) {
        var shorter = without(best.steps(), from, Math.min(from + size, best.steps().size()));
        var difference = compare(shorter);
        if (difference.isPresent()) {
          best = difference.get();
        } else {
          from += size;
        }
      }
    }
    for (int i = 0; i < best.steps().size(); i++) {
      best = simplify(best, i);
    }
    return best.steps().size() < first.steps().size() ? shrink(best) : best;
  }

  private Difference simplify(Difference best, int i) {
    for (var simpler : StepSimplifier.simpler(best.steps().get(i))) {
      var steps = new ArrayList<>(best.steps());
      steps.set(i, simpler);
      var difference = compare(steps);
      if (difference.isPresent() && difference.get().steps().size() == steps.size()) {
        return simplify(difference.get(), i);
      }
    }
    return best;
  }

  private static List<Step> without(List<Step> steps, int from, int to) {
    var rest = new ArrayList<>(steps);
    rest.subList(from, to).clear();
    return List.copyOf(rest);
  }
}
