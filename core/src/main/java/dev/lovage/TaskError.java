// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import java.io.PrintWriter;
import java.io.StringWriter;

/// Why an attempt failed, in a form that crosses processes and languages.
///
/// @param type the exception's class name, or a name of Lovage's own such as `lovage.Expired`
/// @param message for a person; may be empty
/// @param stack the stack trace as text; may be empty
public record TaskError(String type, String message, String stack) {

  /// The task was not started before its expiry.
  public static final String EXPIRED = "lovage.Expired";

  /// The attempt ran longer than the task's time limit.
  public static final String TIME_LIMIT = "lovage.TimeLimitExceeded";

  /// Somebody cancelled the task.
  public static final String CANCELLED = "lovage.Cancelled";

  /// Its handler would not have the task; see [TaskContext#reject].
  public static final String REJECTED = "lovage.Rejected";

  /// A newer submit of the task's unique key took its place.
  public static final String REPLACED = "lovage.Replaced";

  /// The task's workers died or stalled under it too often.
  public static final String LOST = "lovage.LostTooOften";

  /// A task that this one waited for did not succeed.
  public static final String PREDECESSOR = "lovage.PredecessorNotSucceeded";

  // A deep recursion's trace is tens of kilobytes of the same frame; the head says it all.
  private static final int MAX_STACK = 16_384;
  private static final int MAX_MESSAGE = 4_096;

  /// Describes an exception, its stack cut to 16 KiB and its message to 4 KiB.
  public static TaskError of(Throwable error) {
    var type = error.getClass().getName();
    try {
      var stack = new StringWriter();
      error.printStackTrace(new PrintWriter(stack));
      var message = error.getMessage();
      return new TaskError(
          type, cut(message == null ? "" : message, MAX_MESSAGE), cut(stack.toString(), MAX_STACK));
    } catch (RuntimeException | StackOverflowError e) { // An exception's methods may be overridden.
      return new TaskError(type, "(can't be described: " + e.getClass().getName() + ")", "");
    }
  }

  /// An error of Lovage's own, without a stack.
  public static TaskError of(String type, String message) {
    return new TaskError(type, message, "");
  }

  private static String cut(String text, int max) {
    return text.length() <= max ? text : text.substring(0, max) + "…";
  }
}
