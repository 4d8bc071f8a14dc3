// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import java.time.Instant;

/// One line that a handler logged through its [TaskContext], kept with the task.
///
/// @param number which line of its lease it is, from 1: a report that is repeated after a lost
///   answer brings no line twice
public record LogLine(Instant at, int attempt, int number, String text) {}
