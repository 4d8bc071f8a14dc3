// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import java.time.Instant;

/// One line that a handler logged through its [TaskContext], kept with the task.
public record LogLine(Instant at, int attempt, String text) {}
