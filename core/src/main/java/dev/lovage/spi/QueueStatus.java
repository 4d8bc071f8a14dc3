// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import dev.lovage.TaskState;
import java.util.Map;

/// One queue's tasks that have not ended, counted by state; states without tasks are left out.
public record QueueStatus(String queue, Map<TaskState, Long> counts) {}
