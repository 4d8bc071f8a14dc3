// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Speaks to all who work on a broker's queues, whatever they are written in. Who does not listen
/// at the moment does not hear of it later.
public interface RemoteControl {

  /// Asks them not to run a task, and to stop it where it runs.
  ///
  /// @param id as its sender named it
  /// @return whether anybody listens
  boolean cancel(String id);

  /// Gives a command and gathers the answers, until as many have come as there are listeners or the
  /// time is over.
  ///
  /// @return by worker what it answered, as JSON text
  /// @throws dev.lovage.LovageException `INVALID` for a command that is no good
  Map<String, String> ask(Command command, Duration timeout);

  /// Those who answer within half a second. What a peer does not tell is zero or empty.
  List<WorkerStatus> workers();

  /// What workers are asked for, or told to do.
  ///
  /// @param arguments a JSON object as text
  /// @param workers by name; empty for all
  record Command(String name, String arguments, List<String> workers) {
    public Command {
      workers = List.copyOf(workers);
    }
  }
}
