// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;

/// Who sends: what goes into every message of theirs.
///
/// @param origin `gen<pid>@<host>`, or a worker's name
/// @param replyTo the queue for results of the RPC backend; empty for none
/// @param ids new ids for tasks and groups
public record Sender(String origin, String replyTo, Supplier<String> ids, InstantSource clock) {

  /// With random ids, as Celery makes them.
  public static Sender of(String origin, String replyTo, InstantSource clock) {
    return new Sender(origin, replyTo, () -> UUID.randomUUID().toString(), clock);
  }
}
