// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import org.junit.jupiter.api.Nested;

/// The contracts of every action log. Its test is one class that says how to open one.
public abstract class ActionLogContract {

  /// Opens a fresh, empty log; called before each test.
  protected abstract ActionHarness open();

  @Nested
  class Append extends ActionAppendContract {
    @Override
    protected ActionHarness open() {
      return ActionLogContract.this.open();
    }
  }

  @Nested
  class Read extends ActionReadContract {
    @Override
    protected ActionHarness open() {
      return ActionLogContract.this.open();
    }
  }

  @Nested
  class Concurrency extends ActionConcurrencyContract {
    @Override
    protected ActionHarness open() {
      return ActionLogContract.this.open();
    }
  }

  @Nested
  class Model extends ActionModelContract {
    @Override
    protected ActionHarness open() {
      return ActionLogContract.this.open();
    }
  }
}
