// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import dev.lovage.Share;
import dev.lovage.Unique;
import dev.lovage.spi.LeaseRequest;
import dev.lovage.spi.Outcome;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One call of a model run as plain data. Tasks are named by number and leases by how long ago they
/// were got, so that a sequence still has a meaning when steps are left out of it.
sealed interface Step {

  record Submit(List<Spec> tasks) implements Step {}

  record LeaseTasks(LeaseRequest request) implements Step {}

  record Settle(List<Ending> endings, LeaseRequest next) implements Step {}

  record Beat(String worker, Duration lease, List<Said> said, boolean leaving) implements Step {}

  record Reclaim() implements Step {}

  record Cancel(int task) implements Step {}

  record CancelLeased(int back) implements Step {}

  record Requeue(List<Integer> tasks) implements Step {}

  record Leave(int task, int waiter) implements Step {}

  record Prune(int limit) implements Step {}

  record Publish(String name, int task, String json) implements Step {}

  record Pass(Duration time) implements Step {}

  /// Time after which no forgotten id is known any more, and the pruning that makes it so.
  record PassAMonth() implements Step {}

  /// A task to submit.
  record Spec(
      int number,
      String type,
      String queue,
      int priority,
      When when,
      @Nullable String publishes,
      Ties ties) {

    List<Integer> after() {
      return ties.after();
    }

    @Nullable Unique unique() {
      return ties.unique();
    }

    Spec with(When times, @Nullable String value, List<Integer> predecessors) {
      return new Spec(
          number,
          type,
          queue,
          priority,
          times,
          value,
          new Ties(predecessors, unique(), ties.share()));
    }
  }

  /// What it has to do with other tasks.
  record Ties(List<Integer> after, @Nullable Unique unique, @Nullable Share share) {}

  /// Its times.
  ///
  /// @param start relative to now: null for at once, and an instant rather than a delay if
  ///   `absolute`
  record When(
      @Nullable Duration start, boolean absolute, @Nullable Duration expiry, Duration ttl) {}

  /// How one attempt ends.
  ///
  /// @param back which lease: 0 for the newest, 1 for the one before, …
  record Ending(int back, Outcome outcome, Words words) {}

  record Said(int back, Words words) {}

  /// What an attempt reports.
  record Words(
      @Nullable Double progress,
      List<String> lines,
      @Nullable String checkpoint,
      @Nullable String interim) {}
}
