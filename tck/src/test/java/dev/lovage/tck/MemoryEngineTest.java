// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

/// The reference engine keeps the contracts that it is the reference for.
class MemoryEngineTest extends EngineContract {

  @Override
  protected EngineHarness open() {
    return new MemoryHarness();
  }
}
