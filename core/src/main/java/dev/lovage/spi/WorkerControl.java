// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import java.time.Duration;
import java.util.List;

/// What may be asked of a running worker from outside, about the tasks of one broker.
public interface WorkerControl {

  /// One task that the worker holds.
  ///
  /// @param begun whether its handler has begun; otherwise it waits for a thread
  /// @param acknowledged whether the broker has forgotten it already
  record HeldTask(Incoming task, boolean begun, Duration ran, boolean acknowledged) {}

  String id();

  /// The queues of this broker that the worker serves now.
  List<String> queues();

  /// Serves a queue of this broker too, from now on.
  ///
  /// @throws dev.lovage.LovageException `INVALID` if the worker serves a queue of this name that
  ///   lives elsewhere
  void serve(String queue);

  /// Takes nothing more from a queue of this broker. What it holds of it is run.
  ///
  /// @return whether it was served
  boolean leave(String queue);

  /// The names under which tasks are sent that the worker can run.
  List<String> types();

  List<HeldTask> held();

  /// Asks for the end of a task that the worker holds, as cancelled.
  ///
  /// @param id as its sender named it
  /// @param running also if its handler has begun; it is asked to stop then
  /// @return whether there was such a task
  boolean cancel(String id, boolean running);

  /// How many tasks compute at a time.
  int concurrency();

  /// Changes how many tasks compute at a time; at least one.
  void concurrency(int value);

  /// Leases nothing more, lets what runs finish for so long, and stops.
  void drain(Duration grace);
}
