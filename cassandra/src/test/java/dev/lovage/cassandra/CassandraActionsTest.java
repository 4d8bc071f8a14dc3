// SPDX-License-Identifier: Apache-2.0
package dev.lovage.cassandra;

import dev.lovage.tck.ActionHarness;
import dev.lovage.tck.ActionLogContract;
import org.junit.jupiter.api.Tag;

/// The log in Cassandra under the contracts.
@Tag("server")
class CassandraActionsTest extends ActionLogContract {

  @Override
  protected ActionHarness open() {
    return new CassandraHarness();
  }
}
