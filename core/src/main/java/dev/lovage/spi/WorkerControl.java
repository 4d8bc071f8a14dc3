// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What may be asked of a running worker from outside, about the tasks of one broker.
public interface WorkerControl {

  /// One task that the worker holds.
  ///
  /// @param begun whether its handler has begun; otherwise it waits for a thread
  record HeldTask(Incoming task, boolean begun, Duration ran) {}

  String id();

  /// The queues of this broker that the worker serves, each with the most that it runs at a time.
  Map<String, Integer> queues();

  /// The names under which tasks are sent that the worker can run.
  List<String> types();

  List<HeldTask> held();

  /// Asks a task to stop; it ends as cancelled.
  ///
  /// @param id as its sender named it
  /// @return whether the worker holds it
  boolean cancel(String id);

  /// How many tasks compute at a time.
  int concurrency();

  /// Changes how many tasks compute at a time; at least one.
  void concurrency(int value);

  /// Leases nothing more, lets what runs finish for so long, and stops.
  void drain(Duration grace);
}
