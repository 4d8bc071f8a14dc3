// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.tck.EngineContract;
import dev.lovage.tck.EngineHarness;
import org.junit.jupiter.api.Tag;

/// PostgreSQL keeps every contract of an engine.
@Tag("server")
class PostgresEngineTest extends EngineContract {

  @Override
  protected EngineHarness open() {
    return new PostgresHarness();
  }
}
