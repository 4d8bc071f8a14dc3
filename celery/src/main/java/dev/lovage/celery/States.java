// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import dev.lovage.TaskState;

/// Celery's names for what a task is about. A task may make up others, which are never final.
public final class States {

  /// Unknown, or waiting: Celery can't tell.
  public static final String PENDING = "PENDING";

  public static final String RECEIVED = "RECEIVED";
  public static final String STARTED = "STARTED";
  public static final String SUCCESS = "SUCCESS";
  public static final String FAILURE = "FAILURE";
  public static final String RETRY = "RETRY";
  public static final String REVOKED = "REVOKED";
  public static final String REJECTED = "REJECTED";
  public static final String IGNORED = "IGNORED";

  private States() {}

  /// Whether the state is final.
  public static boolean isReady(String state) {
    return switch (state) {
      case SUCCESS, FAILURE, REVOKED -> true;
      default -> false;
    };
  }

  /// Whether the result in this state is an exception.
  public static boolean isException(String state) {
    return switch (state) {
      case FAILURE, RETRY, REVOKED -> true;
      default -> false;
    };
  }

  /// Celery's name for a state of Lovage's.
  public static String of(TaskState state) {
    return switch (state) {
      case WAITING, SCHEDULED, QUEUED -> PENDING;
      case RUNNING -> STARTED;
      case RETRYING -> RETRY;
      case SUCCEEDED -> SUCCESS;
      case FAILED -> FAILURE;
      case CANCELLED -> REVOKED;
    };
  }

  /// Lovage's name for a state of Celery's. What a task has made up means that it runs.
  public static TaskState toLovage(String state) {
    return switch (state) {
      case PENDING, RECEIVED -> TaskState.QUEUED;
      case RETRY -> TaskState.RETRYING;
      case SUCCESS -> TaskState.SUCCEEDED;
      case FAILURE -> TaskState.FAILED;
      case REVOKED, REJECTED, IGNORED -> TaskState.CANCELLED;
      default -> TaskState.RUNNING;
    };
  }
}
