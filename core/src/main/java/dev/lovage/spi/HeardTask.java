// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import dev.lovage.Task;

/// A task at a broker as far as it was heard of.
///
/// @param name its id as its sender named it
/// @param task with a queue that is empty if nobody has said it
/// @param argument JSON text
public record HeardTask(String name, Task task, String argument) {}
