// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import dev.lovage.Rate;
import dev.lovage.Share;
import dev.lovage.TaskError;
import dev.lovage.Unique;
import dev.lovage.spi.LeaseRequest;
import dev.lovage.spi.LeaseRequest.QueueLimit;
import dev.lovage.spi.Outcome;
import dev.lovage.tck.Step.Ending;
import dev.lovage.tck.Step.Said;
import dev.lovage.tck.Step.Spec;
import dev.lovage.tck.Step.Ties;
import dev.lovage.tck.Step.When;
import dev.lovage.tck.Step.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// Draws sequences of steps; the same seed gives the same sequence.
final class StepGenerator {

  private static final int UNKNOWN_NUMBER = 999_999;

  private final SplittableRandom random;
  private int numbers;

  private StepGenerator(long seed) {
    this.random = new SplittableRandom(seed);
  }

  static List<Step> draw(long seed, int count) {
    var generator = new StepGenerator(seed);
    return IntStream.range(0, count).mapToObj(i -> generator.step()).toList();
  }

  private Step step() {
    int dice = random.nextInt(100);
    if (dice < 23) {
      return new Step.Submit(some(1, 4, this::spec));
    } else if (dice < 43) {
      return new Step.LeaseTasks(request());
    } else if (dice < 65) {
      return new Step.Settle(
          some(1, 4, this::ending), chance(50) ? request() : LeaseRequest.none());
    } else if (dice < 76) {
      return new Step.Beat(worker(), seconds(1, 5, 15), some(0, 3, this::said), chance(10));
    } else if (dice < 79) {
      return chance(50)
          ? new Step.Requeue(some(1, 3, this::recent))
          : new Step.Leave(recent(), recent());
    } else if (dice < 87) {
      return new Step.Pass(pick(seconds(1, 2, 5), seconds(10, 20, 60), Duration.ofHours(1)));
    } else if (dice < 90) {
      return new Step.Cancel(recent());
    } else if (dice < 93) {
      return new Step.CancelLeased(back());
    } else if (dice < 95) {
      return new Step.Reclaim();
    } else if (dice < 97) {
      return new Step.Prune(pick(0, 1, 100));
    } else if (dice < 99) {
      return new Step.Publish(pick("v1", "v2"), recent(), "\"published\"");
    } else {
      return new Step.PassAMonth();
    }
  }

  private Spec spec() {
    int number = numbers > 0 && chance(10) ? recent() : ++numbers;
    return new Spec(
        number,
        pick("a", "b"),
        pick("q1", "q2"),
        pick(1, 5, 9),
        new When(
            chance(30) ? seconds(0, 1, 5, 30, -10) : null,
            chance(40),
            chance(20) ? seconds(1, 10, 60) : null,
            pick(seconds(1, 30), Duration.ofMinutes(10), Duration.ofDays(1))),
        chance(30) ? pick("v1", "v2") : null,
        new Ties(
            chance(35) ? some(1, 3, this::predecessor) : List.of(),
            chance(25) ? unique() : null,
            chance(50) ? share() : null));
  }

  private Unique unique() {
    var key = pick("k1", "k2");
    return pick(
        Unique.attach(key),
        Unique.attach(key).keep(seconds(1, 30)),
        Unique.replace(key),
        Unique.supersede(key),
        Unique.throttle(key, seconds(1, 30)));
  }

  private Share share() {
    var share = Share.of(pick("s1", "s2", "s3"));
    return pick(
        share,
        share,
        share.concurrency(1),
        share.concurrency(2),
        share.rate(Rate.of(1, seconds(1, 10))),
        share.concurrency(2).rate(Rate.of(2, seconds(3, 20)).burst(2)));
  }

  private int predecessor() {
    return chance(2) ? UNKNOWN_NUMBER : recent();
  }

  private Ending ending() {
    return new Ending(back(), outcome(), words());
  }

  private Said said() {
    return new Said(back(), words());
  }

  private Outcome outcome() {
    var error = new TaskError(pick("E1", "E2"), "message", "stack");
    return this.<Supplier<Outcome>>pick(
            () -> new Outcome.Succeeded(Integer.toString(random.nextInt(100))),
            () -> new Outcome.Succeeded("\"result\""),
            () -> new Outcome.Retry(seconds(0, 1, 10), error),
            () -> new Outcome.Failed(error),
            () -> new Outcome.Cancelled(TaskError.of(TaskError.CANCELLED, "stopped")),
            () -> new Outcome.Snoozed(seconds(1, 10)),
            Outcome.Released::new)
        .get();
  }

  private Words words() {
    return new Words(
        chance(20) ? pick(0.25, 0.5, 1.0) : null,
        chance(20) ? some(1, 2, () -> pick("one", "two")) : List.of(),
        chance(10) ? "\"checkpoint\"" : null,
        chance(10) ? "\"so far\"" : null);
  }

  private LeaseRequest request() {
    var queues = this.<List<String>>pick(List.of("q1"), List.of("q2", "q1"), List.of("q1", "q2"));
    return new LeaseRequest(
        worker(),
        seconds(1, 5, 15),
        this.<Set<String>>pick(Set.of("a"), Set.of("b"), Set.of("a", "b"), Set.of("a", "b")),
        queues.stream()
            .map(queue -> new QueueLimit(queue, random.nextInt(5), pick(0, 0, 0, 2)))
            .toList());
  }

  private String worker() {
    return pick("w1", "w2", "w3");
  }

  /// Young tasks are more often the interesting ones.
  private int recent() {
    return Math.max(1, numbers - random.nextInt(random.nextInt(1, Math.max(2, numbers + 1))));
  }

  private int back() {
    return random.nextInt(random.nextInt(1, 8));
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private Duration seconds(int... choices) {
    return Duration.ofSeconds(choices[random.nextInt(choices.length)]);
  }

  @SafeVarargs
  private <T> T pick(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private <T> List<T> some(int least, int most, Supplier<T> one) {
    int count = random.nextInt(least, most + 1);
    var list = new ArrayList<T>(count);
    for (int i = 0; i < count; i++) {
      list.add(one.get());
    }
    return List.copyOf(list);
  }
}
