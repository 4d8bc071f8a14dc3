// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.tck.ActionHarness;
import dev.lovage.tck.PrunedActionLogContract;
import org.junit.jupiter.api.Tag;

/// The log in PostgreSQL under the contracts.
@Tag("server")
class PostgresActionsTest extends PrunedActionLogContract {

  @Override
  protected ActionHarness open() {
    var server = PostgresHarness.server();
    return ActionHarness.inFolder((folder, clock) ->
        PostgresActionsProvider.open(
            server.url() + "?schema=" + folder.getFileName().toString().replace("-", "_"), clock));
  }
}
