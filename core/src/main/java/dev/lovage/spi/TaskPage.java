// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import dev.lovage.Task;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A page of tasks.
///
/// @param next give this as [TaskFilter#before] to get the next page; null if there is none
public record TaskPage(List<Task> tasks, @Nullable Long next) {}
