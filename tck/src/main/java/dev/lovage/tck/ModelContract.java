// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import static org.junit.jupiter.api.Assertions.fail;

import dev.lovage.tck.ModelRun.Difference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/// The engine does what the reference engine does, over random sequences of calls by several
/// workers, and by several handles where the engine has them.
///
/// - `-Dlovage.model.seed=7` begins with that seed (default 1),
/// - `-Dlovage.model.sequences=1000` tries so many seeds, one after another (default 25),
/// - `-Dlovage.model.steps=100` is the length of a sequence (default 80).
public abstract class ModelContract {

  /// Opens a fresh, empty store.
  protected abstract EngineHarness open();

  @Test
  void random_calls_have_the_same_outcome_as_on_the_reference_engine(TestReporter reporter) {
    long first = Long.getLong("lovage.model.seed", 1);
    int sequences = Integer.getInteger("lovage.model.sequences", 25);
    int steps = Integer.getInteger("lovage.model.steps", 80);
    reporter.publishEntry("seeds", first + " to " + (first + sequences - 1));
    var run = new ModelRun(this::open);
    for (long seed = first; seed < first + sequences; seed++) {
      var difference = run.compare(StepGenerator.draw(seed, steps));
      if (difference.isPresent()) {
        fail(message(seed, steps, run.shrink(difference.get())));
      }
    }
  }

  static String message(long seed, int steps, Difference difference) {
    return """
    differs from the reference engine; to repeat: -Dlovage.model.seed=%d -Dlovage.model.steps=%d
    The fewest steps that show it:
    %s
    After the last of them, %s
    """
        .formatted(
            seed,
            steps,
            difference.steps().stream().map(step -> "- " + step).collect(Collectors.joining("\n")),
            difference.what());
  }
}
