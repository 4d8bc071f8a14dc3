// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

/// What kind of thing went wrong, for code that must decide; the exception's message is for people.
public enum ErrorCode {
  /// The caller's input is wrong; the message names the field and the remedy.
  INVALID,
  /// No task type of that name is registered here.
  UNKNOWN_TYPE,
  /// No task of that id was ever accepted.
  UNKNOWN_TASK,
  /// The task ended and its time to live is over.
  FORGOTTEN,
  /// The call contradicts an earlier one, such as an idempotency key used for something else.
  CONFLICT,
  /// An argument, result or log is over its limit.
  TOO_LARGE,
  /// A queue has as many tasks as it may, or this process as much going on at once as it may; the
  /// call may be repeated later.
  FULL,
  /// The store can't be reached or written just now; the call may be repeated.
  UNAVAILABLE,
  /// The store or its configuration is wrong and will not mend by itself.
  BROKEN
}
