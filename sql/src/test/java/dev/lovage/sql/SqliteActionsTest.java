// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.tck.ActionHarness;
import dev.lovage.tck.PrunedActionLogContract;

/// The log in a SQLite file under the contracts.
class SqliteActionsTest extends PrunedActionLogContract {

  @Override
  protected ActionHarness open() {
    return ActionHarness.inFolder((folder, clock) ->
        SqliteActionsProvider.open(
            "sqlite:" + folder.resolve("actions.db") + "?durability=process", clock));
  }
}
