// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import java.util.List;

/// Some actions of a stream, as one read gave them.
///
/// @param next where the next read goes on; to be kept even if the list is empty
/// @param more whether a read from there finds something at once
public record Actions<T>(List<Action<T>> list, ActionCursor next, boolean more) {}
