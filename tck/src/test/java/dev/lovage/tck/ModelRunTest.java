// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.spi.CancelResult;
import dev.lovage.spi.Heartbeat;
import dev.lovage.spi.HeartbeatReply;
import dev.lovage.spi.Leases;
import dev.lovage.spi.NewTask;
import dev.lovage.spi.Outcome;
import dev.lovage.spi.Report;
import dev.lovage.spi.Settlement;
import dev.lovage.tck.Intercepted.Interceptor;
import dev.lovage.tck.ModelRun.Difference;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The model run finds flaws that are put into an engine, and shows each by a few steps.
class ModelRunTest {

  private record Flaw(String name, Interceptor interceptor) {}

  /// Engines that are wrong in one thing.
  private static List<Flaw> flaws() {
    return List.of(
        new Flaw(
            "what an attempt reports at its end is dropped",
            settlements(s -> new Settlement(s.lease(), s.outcome(), Report.empty()))),
        new Flaw(
            "a retry does not wait",
            settlements(s ->
                s.outcome() instanceof Outcome.Retry(var wait, var error)
                    ? new Settlement(s.lease(), new Outcome.Retry(Duration.ZERO, error), s.report())
                    : s)),
        new Flaw(
            "a failure is a cancellation",
            settlements(s ->
                s.outcome() instanceof Outcome.Failed(var error)
                    ? new Settlement(s.lease(), new Outcome.Cancelled(error), s.report())
                    : s)),
        new Flaw(
            "only the first predecessor counts",
            argument(
                "enqueue",
                List.class,
                tasks -> ((List<?>) tasks).stream().map(t -> firstEdge((NewTask) t)).toList())),
        new Flaw(
            "heartbeats extend too far",
            argument(
                "extend",
                Heartbeat.class,
                h -> new Heartbeat(h.worker(), h.lease().plusSeconds(1), h.beats(), h.leaving()))),
        new Flaw(
            "workers never leave",
            argument(
                "extend",
                Heartbeat.class,
                h -> new Heartbeat(h.worker(), h.lease(), h.beats(), false))),
        new Flaw(
            "cancelling what runs is not told to the worker",
            answer("extend", HeartbeatReply.class, r -> new HeartbeatReply(r.lost(), Set.of()))),
        new Flaw(
            "next is not known", answer("lease", Leases.class, l -> new Leases(l.leases(), null))),
        new Flaw(
            "leases come in the wrong order",
            answer("lease", Leases.class, l -> new Leases(l.leases().reversed(), l.next()))),
        new Flaw(
            "a forgotten task is unknown to cancel",
            answer(
                "cancel",
                CancelResult.class,
                r -> r == CancelResult.FORGOTTEN ? CancelResult.UNKNOWN : r)),
        new Flaw(
            "an older value overwrites a newer one",
            (method, arguments, engine) ->
                method.equals("publish")
                    ? engine.with(arguments[0], (long) arguments[1] + 1_000, arguments[2])
                    : engine.with(arguments)));
  }

  @TestFactory
  Stream<DynamicTest> each_flaw_is_found_and_shown_by_few_steps() {
    return flaws().stream()
        .map(flaw -> DynamicTest.dynamicTest(flaw.name(), () -> finds(flaw.interceptor())));
  }

  private static void finds(Interceptor flaw) {
    var run = new ModelRun(() -> new FlawedHarness(new MemoryHarness(), flaw));

    var difference =
        LongStream.range(1, 26)
            .mapToObj(seed -> run.compare(StepGenerator.draw(seed, 80)))
            .flatMap(Optional::stream)
            .findFirst();

    assertThat(difference).isPresent();
    var shortest = run.shrink(difference.orElseThrow());
    assertThat(shortest.steps()).hasSizeLessThanOrEqualTo(8);
  }

  @Test
  void the_message_tells_the_seed_the_steps_and_the_difference() {
    var message =
        ModelContract.message(
            7, 80, new Difference(List.of(new Step.Cancel(3), new Step.Reclaim()), "it is wrong"));

    assertThat(message)
        .contains("-Dlovage.model.seed=7", "- Cancel[task=3]\n- Reclaim[]", "it is wrong");
  }

  @Test
  void a_seed_always_draws_the_same_steps() {
    assertThat(StepGenerator.draw(3, 200)).isEqualTo(StepGenerator.draw(3, 200));
    assertThat(StepGenerator.draw(3, 200)).isNotEqualTo(StepGenerator.draw(4, 200));
  }

  private static Interceptor settlements(UnaryOperator<Settlement> change) {
    return (method, arguments, engine) ->
        method.equals("settle")
            ? engine.with(
                ((List<?>) arguments[0]).stream().map(s -> change.apply((Settlement) s)).toList(),
                arguments[1])
            : engine.with(arguments);
  }

  private static <T> Interceptor argument(String name, Class<T> type, UnaryOperator<T> change) {
    return (method, arguments, engine) ->
        method.equals(name)
            ? engine.with(change.apply(type.cast(arguments[0])))
            : engine.with(arguments);
  }

  private static <T> Interceptor answer(String name, Class<T> type, UnaryOperator<T> change) {
    return (method, arguments, engine) -> {
      var answer = engine.with(arguments);
      return method.equals(name) ? change.apply(type.cast(answer)) : answer;
    };
  }

  private static NewTask firstEdge(NewTask task) {
    var first = task.after().stream().limit(1).toList();
    return new NewTask(task.id(), task.type(), task.argument(), task.settings(), first);
  }
}
