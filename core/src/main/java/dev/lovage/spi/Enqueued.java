// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import dev.lovage.TaskId;

/// The store's receipt for one task.
///
/// @param version the order of submission: higher than that of every task accepted before
/// @param added false if a task of this id was there already
public record Enqueued(TaskId id, long version, boolean added) {}
