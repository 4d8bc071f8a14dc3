// SPDX-License-Identifier: Apache-2.0
package dev.lovage.worker;

import java.time.Duration;

/// Carries a handler's wish to be run later out of the handler. It has no stack trace: it is no
/// fault.
final class Snooze extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Duration delay;

  Snooze(Duration delay) {
    super("put off for " + delay, null, false, false);
    this.delay = delay;
  }

  Duration delay() {
    return delay;
  }
}
