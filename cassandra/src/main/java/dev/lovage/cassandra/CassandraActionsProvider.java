// SPDX-License-Identifier: Apache-2.0
package dev.lovage.cassandra;

import dev.lovage.spi.ActionLog;
import dev.lovage.spi.ActionLogProvider;
import java.time.InstantSource;

/// Opens action logs at `cassandra://` URLs; see [CassandraUrl].
public final class CassandraActionsProvider implements ActionLogProvider {

  /// For [java.util.ServiceLoader].
  public CassandraActionsProvider() {}

  @Override
  public boolean accepts(String url) {
    return url.startsWith(CassandraUrl.SCHEME);
  }

  @Override
  public ActionLog open(String url) {
    return open(url, InstantSource.system());
  }

  /// Opens a log that lives by the given clock.
  public static ActionLog open(String url, InstantSource clock) {
    return CassandraActions.open(CassandraUrl.parse(url), clock);
  }
}
