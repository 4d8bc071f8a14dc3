// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import dev.lovage.spi.LeaseRequest;
import dev.lovage.tck.Step.Spec;
import dev.lovage.tck.Step.When;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Smaller steps in place of one: with a part left out, never the same again.
final class StepSimplifier {

  private static final When PLAIN = new When(null, false, null, Duration.ofDays(1));

  private StepSimplifier() {}

  static List<Step> simpler(Step step) {
    return switch (step) {
      case Step.Submit(var tasks) ->
          Stream.concat(
                  shorter(tasks).stream().filter(list -> !list.isEmpty()),
                  withOneChanged(tasks, StepSimplifier::plainer))
              .<Step>map(Step.Submit::new)
              .toList();
      case Step.Settle(var endings, var next) ->
          Stream.concat(
                  shorter(endings).stream().map(list -> new Step.Settle(list, next)),
                  next.isNone()
                      ? Stream.empty()
                      : Stream.of(new Step.Settle(endings, LeaseRequest.none())))
              .<Step>map(settle -> settle)
              .toList();
      case Step.Beat(var worker, var lease, var said, var leaving) ->
          shorter(said).stream()
              .<Step>map(list -> new Step.Beat(worker, lease, list, leaving))
              .toList();
      case Step.Requeue(var tasks) -> shorter(tasks).stream().<Step>map(Step.Requeue::new).toList();
      case Step.LeaseTasks _,
          Step.Reclaim _,
          Step.Cancel _,
          Step.Leave _,
          Step.CancelLeased _,
          Step.Prune _,
          Step.Publish _,
          Step.Pass _,
          Step.PassAMonth _ ->
          List.of();
    };
  }

  private static List<Spec> plainer(Spec spec) {
    var plainer =
        List.of(
            spec.with(PLAIN, spec.publishes(), spec.after()),
            spec.with(spec.when(), null, spec.after()),
            spec.with(spec.when(), spec.publishes(), List.of()));
    return plainer.stream().filter(other -> !other.equals(spec)).toList();
  }

  /// The list without each one of its elements.
  private static <T> List<List<T>> shorter(List<T> list) {
    return IntStream.range(0, list.size())
        .mapToObj(i -> {
          var rest = new ArrayList<>(list);
          rest.remove(i);
          return List.copyOf(rest);
        })
        .toList();
  }

  private static <T> Stream<List<T>> withOneChanged(List<T> list, Function<T, List<T>> changes) {
    return IntStream.range(0, list.size())
        .boxed()
        .flatMap(i ->
            changes.apply(list.get(i)).stream()
                .map(changed -> {
                  var other = new ArrayList<>(list);
                  other.set(i, changed);
                  return List.copyOf(other);
                }));
  }
}
