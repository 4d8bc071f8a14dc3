// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.spi.Engine;
import dev.lovage.spi.EngineProvider;
import java.time.InstantSource;

/// Opens `sqlite:` URLs; see [SqliteUrl].
public final class SqliteProvider implements EngineProvider {

  /// For [java.util.ServiceLoader].
  public SqliteProvider() {}

  @Override
  public boolean accepts(String url) {
    return url.startsWith(SqliteUrl.SCHEME);
  }

  @Override
  public Engine open(String url) {
    return open(url, InstantSource.system());
  }

  /// Opens a store that lives by the given clock.
  public static Engine open(String url, InstantSource clock) {
    return new SqliteEngine(SqliteUrl.parse(url), clock);
  }
}
