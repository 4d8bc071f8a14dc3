// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import org.junit.jupiter.api.Nested;

/// The contracts of an action log that forgets by its own clock, when it is told to.
public abstract class PrunedActionLogContract extends ActionLogContract {

  @Nested
  class Retention extends ActionRetentionContract {
    @Override
    protected ActionHarness open() {
      return PrunedActionLogContract.this.open();
    }
  }
}
