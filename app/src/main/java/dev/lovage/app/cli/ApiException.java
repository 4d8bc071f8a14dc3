// SPDX-License-Identifier: Apache-2.0
package dev.lovage.app.cli;

/// What a person is told when a call brought nothing, and how the process ends.
final class ApiException extends Exception {

  static final int TASK_FAILED = 1;
  static final int REFUSED = 2;
  static final int NOT_REACHED = 3;
  static final int NOT_DONE = 4;

  private static final long serialVersionUID = 1L;

  private final int exitCode;

  ApiException(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  int exitCode() {
    return exitCode;
  }
}
