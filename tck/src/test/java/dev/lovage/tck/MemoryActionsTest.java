// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import dev.lovage.testkit.MemoryEngine;
import java.util.concurrent.atomic.AtomicReference;

/// The reference log under the contracts.
class MemoryActionsTest extends PrunedActionLogContract {

  @Override
  protected ActionHarness open() {
    var engine = new AtomicReference<MemoryEngine>();
    return ActionHarness.inFolder((folder, clock) -> {
      engine.compareAndSet(null, MemoryEngine.create(clock));
      return engine.get().openActions();
    });
  }
}
