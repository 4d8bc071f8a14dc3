// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import org.jspecify.annotations.Nullable;

/// A message that can't be read, and why. Celery drops most of these in silence and dies of some;
/// where the id is known, a failure may be stored instead, so that nobody waits for ever.
///
/// @param reason names the place in the message, what is wrong and the remedy
/// @param id of the task, if that much could be read
/// @param task the name of its type, if that much could be read
public record Refused(String reason, @Nullable String id, @Nullable String task)
    implements ReadMessage, ReadTask {

  Refused(String reason) {
    this(reason, null, null);
  }
}
