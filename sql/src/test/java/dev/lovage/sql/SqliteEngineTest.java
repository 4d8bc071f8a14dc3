// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.tck.EngineContract;
import dev.lovage.tck.EngineHarness;

/// SQLite keeps every contract of an engine.
class SqliteEngineTest extends EngineContract {

  @Override
  protected EngineHarness open() {
    return EngineHarness.inFolder((folder, clock) ->
        // Nothing here cuts the power, and thousands of syncs would be most of the time.
        SqliteProvider.open("sqlite:" + folder.resolve("test.db") + "?durability=process", clock));
  }
}
