// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import dev.lovage.TaskId;
import java.util.List;

/// What became of settlements.
///
/// @param lost tasks whose lease was no longer current; nothing was written for them
/// @param next the leases asked for in the same call
public record Settled(List<TaskId> lost, Leases next) {}
