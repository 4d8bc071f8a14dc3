// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.spi.Engine;
import dev.lovage.spi.EngineProvider;
import java.time.InstantSource;

/// Opens `postgresql:` URLs; see [PostgresUrl].
public final class PostgresProvider implements EngineProvider {

  /// For [java.util.ServiceLoader].
  public PostgresProvider() {}

  @Override
  public boolean accepts(String url) {
    return PostgresUrl.accepts(url);
  }

  @Override
  public Engine open(String url) {
    return PostgresEngine.open(PostgresUrl.parse(url), null);
  }

  /// Opens a store that lives by the given clock in place of the database's.
  public static Engine open(String url, InstantSource clock) {
    return PostgresEngine.open(PostgresUrl.parse(url), clock);
  }
}
