// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

/// Leaves an endpoint with a problem for the caller. It has no stack trace: it is an answer, not a
/// fault.
final class ProblemException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  ProblemException(Problem problem) {
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  Problem problem() {
    return problem;
  }
}
