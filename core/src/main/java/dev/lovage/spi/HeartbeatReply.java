// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import dev.lovage.TaskId;
import java.util.Set;

/// The store's answer to a heartbeat.
///
/// @param lost tasks whose lease is no longer this worker's: stop, and write nothing
/// @param cancelling tasks whose cancellation was requested
public record HeartbeatReply(Set<TaskId> lost, Set<TaskId> cancelling) {}
