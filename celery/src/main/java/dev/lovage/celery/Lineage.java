// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import org.jspecify.annotations.Nullable;

/// Where a task stands among others.
///
/// @param rootId the first task of the tree; its own id if there is none
/// @param parentId the task that sent this one
/// @param group what a chord counts by
/// @param groupIndex the position among the results of the chord
/// @param replacedNesting how often a task has put another in its place
public record Lineage(
    @Nullable String rootId,
    @Nullable String parentId,
    @Nullable String group,
    @Nullable Integer groupIndex,
    int replacedNesting) {

  public static final Lineage NONE = new Lineage(null, null, null, null, 0);
}
