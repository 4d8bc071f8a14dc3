// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import dev.lovage.Lovage;
import dev.lovage.TaskState;
import dev.lovage.bench.embedded.ChaosApp;
import dev.lovage.spi.TaskLookup;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Judges a store by the client's record. A trigger in the file itself notes each time that a task
/// ends, whoever ends it, so a second end can't hide behind the first.
record ChaosAudit(Path file) {

  private static final int BUSY_MILLIS = 30_000;
  private static final int SHOWN = 10;

  /// What was found.
  ///
  /// @param lost accepted tasks that did not end
  /// @param wrong tasks that ended in a state or with a result that can't be right
  /// @param examples of both, for a person
  record Findings(long lost, long wrong, List<String> examples) {}

  void install() throws SQLException {
    try (var connection = open();
        var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE chaos_end (seq INTEGER NOT NULL)");
      statement.execute(
          """
          CREATE TRIGGER chaos_end AFTER UPDATE OF state ON task
          WHEN new.state IN ('SUCCEEDED', 'FAILED', 'CANCELLED')
          BEGIN INSERT INTO chaos_end (seq) VALUES (new.seq); END\
          """);
    }
  }

  /// How many tasks the trigger saw end: proof that it looked.
  long ended() throws SQLException {
    return number("SELECT count(DISTINCT seq) FROM chaos_end");
  }

  /// How many tasks ended more than once.
  long endedTwice() throws SQLException {
    return number(
        "SELECT count(*) FROM (SELECT 1 FROM chaos_end GROUP BY seq HAVING count(*) > 1)");
  }

  /// The version that must be served in the end: of the newest task that published.
  long newestPublished() throws SQLException {
    return number(
        "SELECT coalesce(max(seq), 0) FROM task WHERE publishes = '%s' AND state = 'SUCCEEDED'"
            .formatted(ChaosApp.NEWEST));
  }

  /// Whether SQLite finds the file sound.
  boolean isSound() throws SQLException {
    try (var connection = open();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("PRAGMA integrity_check")) {
      return rows.next() && rows.getString(1).equals("ok");
    }
  }

  private long number(String query) throws SQLException {
    try (var connection = open();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private Connection open() throws SQLException {
    var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
    try (var statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = " + BUSY_MILLIS);
    }
    return connection;
  }

  /// Waits until every task has ended.
  static boolean awaitEnd(Lovage lovage, int seconds) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (System.nanoTime() < end) {
      if (lovage.queries().queues().isEmpty()) {
        return true;
      }
      Pause.millis(100);
    }
    return false;
  }

  static Findings compare(List<ChaosTask> accepted, Lovage lovage) {
    long lost = 0;
    long wrong = 0;
    var examples = new ArrayList<String>();
    for (var task : accepted) {
      var found = lovage.queries().find(task.id);
      if (found instanceof TaskLookup.Found(var now, _, var result) && now.state().isFinal()) {
        var right = Long.toString(ChaosApp.answer(task.number));
        if (task.expected().contains(now.state())
            && (now.state() != TaskState.SUCCEEDED || right.equals(result))) {
          continue;
        }
        wrong++;
      } else {
        lost++;
      }
      if (examples.size() < SHOWN) {
        examples.add(task + " may be " + task.expected() + " but is " + found);
      }
    }
    return new Findings(lost, wrong, examples);
  }
}
