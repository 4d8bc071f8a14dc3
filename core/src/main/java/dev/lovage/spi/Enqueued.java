// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import dev.lovage.TaskId;

/// The store's receipt for one task.
///
/// @param id the task's, or that of the task of its unique key to which the submit was attached
/// @param version the order of submission: higher than that of every task accepted before
/// @param added false if a task of this id or key was there already
public record Enqueued(TaskId id, long version, boolean added) {}
