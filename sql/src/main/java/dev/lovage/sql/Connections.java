// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;

/// Opens connections to one database file.
record Connections(SqliteUrl url, SqlFile sql) {

  // While the file is switched to WAL by one process, others must wait a moment.
  private static final int BUSY_MILLIS = 5_000;

  /// The connection that writes. Its waits for the lock are the writer's own, not SQLite's, whose
  /// sleeps grow to a tenth of a second.
  Session writer() throws SQLException {
    var config = config();
    config.setJournalMode(JournalMode.WAL);
    // 16 MB between checkpoints: each costs two more syncs.
    config.setPragma(SQLiteConfig.Pragma.JOURNAL_SIZE_LIMIT, "67108864");
    var session = open(config);
    session.execute("PRAGMA wal_autocheckpoint = 4000");
    return session;
  }

  Session reader() throws SQLException {
    var config = config();
    config.setReadOnly(false);
    var session = open(config);
    session.execute("PRAGMA query_only = 1");
    return session;
  }

  private SQLiteConfig config() {
    var config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_MILLIS);
    config.setCacheSize(-16_000);
    return config;
  }

  private Session open(SQLiteConfig config) throws SQLException {
    return new Session(config.createConnection("jdbc:sqlite:" + url.file()), sql);
  }

  void makeFolder() {
    var folder = url.file().toAbsolutePath().getParent();
    try {
      if (folder != null) {
        Files.createDirectories(folder);
      }
    } catch (IOException e) {
      throw new LovageException(
          ErrorCode.BROKEN, "store: the folder " + folder + " can't be made: " + e.getMessage(), e);
    }
  }
}
