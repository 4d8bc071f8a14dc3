// SPDX-License-Identifier: Apache-2.0
package dev.lovage.worker;

/// Carries a handler's refusal of its task out of the handler. It has no stack trace: it is no
/// fault.
final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String reason;

  Refusal(String reason) {
    super(reason, null, false, false);
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}
