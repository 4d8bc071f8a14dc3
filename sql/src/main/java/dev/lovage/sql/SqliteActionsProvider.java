// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.spi.ActionLog;
import dev.lovage.spi.ActionLogProvider;
import java.time.InstantSource;

/// Opens action logs at `sqlite:` URLs; see [SqliteUrl].
public final class SqliteActionsProvider implements ActionLogProvider {

  /// For [java.util.ServiceLoader].
  public SqliteActionsProvider() {}

  @Override
  public boolean accepts(String url) {
    return url.startsWith(SqliteUrl.SCHEME);
  }

  @Override
  public ActionLog open(String url) {
    return open(url, InstantSource.system());
  }

  /// Opens a log that lives by the given clock.
  public static ActionLog open(String url, InstantSource clock) {
    return new SqliteActions(SqliteUrl.parse(url), clock);
  }
}
