// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.spi.ActionLog;
import dev.lovage.spi.ActionLogProvider;
import java.time.InstantSource;

/// Opens action logs at `postgresql:` URLs; see [PostgresUrl].
public final class PostgresActionsProvider implements ActionLogProvider {

  /// For [java.util.ServiceLoader].
  public PostgresActionsProvider() {}

  @Override
  public boolean accepts(String url) {
    return PostgresUrl.accepts(url);
  }

  @Override
  public ActionLog open(String url) {
    return PostgresActions.open(PostgresUrl.parse(url), null);
  }

  /// Opens a log that lives by the given clock in place of the database's.
  public static ActionLog open(String url, InstantSource clock) {
    return PostgresActions.open(PostgresUrl.parse(url), clock);
  }
}
