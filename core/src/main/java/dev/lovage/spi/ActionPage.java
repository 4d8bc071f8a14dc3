// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import dev.lovage.ActionCursor;
import java.util.List;

/// Some actions of a stream.
///
/// @param next where the next read goes on, also if this one found nothing
/// @param more whether a read from there is known to find something; false is not a promise that it
///   finds nothing
public record ActionPage(List<LoggedAction> actions, ActionCursor next, boolean more) {}
