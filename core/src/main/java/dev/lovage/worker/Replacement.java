// SPDX-License-Identifier: Apache-2.0
package dev.lovage.worker;

/// Carries what a handler puts in its task's place out of the handler. It has no stack trace: it is
/// no fault.
final class Replacement extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String canvas;

  Replacement(String canvas) {
    super("replaced", null, false, false);
    this.canvas = canvas;
  }

  String canvas() {
    return canvas;
  }
}
