// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a worker serves and how much it does at a time.
public final class WorkerOptions {

  private final Map<String, Integer> queues = new LinkedHashMap<>();
  private int concurrency = Runtime.getRuntime().availableProcessors();
  private int ioConcurrency = 1_000;
  private Duration lease = Duration.ofSeconds(15);
  private Duration poll = Duration.ofSeconds(1);

  WorkerOptions() {}

  /// How many tasks compute at a time, each on a platform thread. Default: one per core.
  public WorkerOptions concurrency(int value) {
    this.concurrency = Checks.atLeastOne("concurrency", value);
    return this;
  }

  /// How many I/O tasks run at a time, each on a virtual thread. Default: 1,000.
  public WorkerOptions ioConcurrency(int value) {
    this.ioConcurrency = Checks.atLeastOne("ioConcurrency", value);
    return this;
  }

  /// Serves this queue. Default: the queues of all task types that have a handler here.
  public WorkerOptions queue(String name) {
    return queue(name, Integer.MAX_VALUE);
  }

  /// Serves this queue with at most `limit` tasks of it at a time in this worker.
  public WorkerOptions queue(String name, int limit) {
    queues.put(Checks.name("queue", name), Checks.atLeastOne("queue " + name + ": limit", limit));
    return this;
  }

  /// How long after a worker's death its tasks are leased again. Heartbeats come three times as
  /// often. Default: 15 s, at least 1 s.
  public WorkerOptions lease(Duration value) {
    if (value.compareTo(Duration.ofSeconds(1)) < 0) {
      throw Checks.invalid("lease", "must be at least 1 s, but is " + value);
    }
    this.lease = Checks.positive("lease", value);
    return this;
  }

  /// How often to look for work if no signal came. Default: 1 s.
  public WorkerOptions poll(Duration value) {
    this.poll = Checks.positive("poll", value);
    return this;
  }

  Map<String, Integer> queues() {
    return queues;
  }

  int concurrency() {
    return concurrency;
  }

  int ioConcurrency() {
    return ioConcurrency;
  }

  Duration lease() {
    return lease;
  }

  Duration poll() {
    return poll;
  }
}
