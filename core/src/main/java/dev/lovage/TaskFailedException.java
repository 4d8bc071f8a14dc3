// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

/// The awaited task ended without a result; carries the error of the process that ran it.
public final class TaskFailedException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient TaskId id;
  private final transient TaskState state;
  private final transient TaskError error;

  public TaskFailedException(TaskId id, TaskState state, TaskError error) {
    super("task " + id + " " + state + ": " + error.type() + ": " + error.message());
    this.id = id;
    this.state = state;
    this.error = error;
  }

  public TaskId id() {
    return id;
  }

  /// [TaskState#FAILED] or [TaskState#CANCELLED].
  public TaskState state() {
    return state;
  }

  /// Type, message and stack as they were in the process that ran the task.
  public TaskError error() {
    return error;
  }
}
