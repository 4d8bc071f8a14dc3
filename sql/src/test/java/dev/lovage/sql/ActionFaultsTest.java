// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lovage.ActionCursor;
import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import dev.lovage.TaskId;
import dev.lovage.spi.ActionLog;
import dev.lovage.spi.LoggedAction;
import dev.lovage.tck.ActionCrash;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What goes wrong below an action log.
class ActionFaultsTest {

  private static final Duration KEEP = Duration.ofDays(1);

  @TempDir Path folder;
  private final SplittableRandom random = new SplittableRandom(7);

  private List<LoggedAction> list(int size) {
    return IntStream.range(0, size)
        .mapToObj(i ->
            new LoggedAction(
                TaskId.next(InstantSource.system(), random).uuid(),
                "u" + i % 5,
                "view",
                Instant.now().truncatedTo(ChronoUnit.MICROS),
                "\"" + "x".repeat(500) + "\""))
        .toList();
  }

  @Test
  void a_full_disk_refuses_what_does_not_fit_and_keeps_what_was_answered() throws Exception {
    var url = new SqliteUrl(folder.resolve("full.db"), true);
    new SqliteActions(url, InstantSource.system()).close();
    var session = new Connections(url, SqlFile.load("sqlite-actions.sql")).writer();
    session.execute("PRAGMA max_page_count = 200");
    var kept = new ArrayList<LoggedAction>();
    try (var writer = SqliteActionWriter.open(session, url, InstantSource.system())) {
      LovageException full = null;
      while (full == null) {
        var list = list(50);
        full =
            catchThrowableOfType(
                LovageException.class, () -> writer.run(50, tx -> tx.append("views", list)));
        if (full == null) {
          kept.addAll(list);
        }
      }
      assertThat(full.code()).isEqualTo(ErrorCode.UNAVAILABLE);
      assertThat(full.retryAfter()).isPresent();
      assertThat(full).hasMessageContaining("the disk is full; make room");

      session.execute("PRAGMA max_page_count = 100000");
      var last = list(50);
      writer.run(50, tx -> tx.append("views", last));
      kept.addAll(last);
    }
    try (var log = new SqliteActions(url, InstantSource.system())) {
      assertThat(log.read("views", ActionCursor.START, 10_000).actions()).isEqualTo(kept);
    }
  }

  @Test
  void a_store_is_no_log() {
    SqliteProvider.open("sqlite:" + folder.resolve("lovage.db"), InstantSource.system()).close();

    var refusal =
        catchThrowableOfType(
            LovageException.class, () -> ActionLog.open("sqlite:" + folder.resolve("lovage.db")));

    assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID);
    assertThat(refusal).hasMessageContaining("a file of their own");
  }

  @Test
  void an_url_that_nobody_takes_is_refused_without_its_secrets() {
    var refusal =
        catchThrowableOfType(
            LovageException.class, () -> ActionLog.open("mongodb://me:secret@host/db"));

    assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID);
    assertThat(refusal).hasMessageContaining("mongodb:").hasMessageNotContaining("secret");
  }

  @Test
  @Tag("slow")
  void a_killed_process_loses_nothing_that_was_answered_in_sqlite() throws Exception {
    ActionCrash.run("sqlite:" + folder.resolve("actions.db"), () -> {});
  }

  @Test
  @Tag("server")
  void a_killed_process_loses_nothing_that_was_answered_in_postgresql() throws Exception {
    ActionCrash.run(PostgresHarness.server().url() + "?schema=action_crash", () -> {});
  }

  @Test
  @Tag("server")
  void a_stopped_postgresql_refuses_appends_and_takes_them_when_it_is_back() {
    try (var server = dev.lovage.servers.PostgresServer.startForTests();
        var log = ActionLog.open(server.url() + "?wait=500ms")) {
      var first = list(20);
      log.append("views", KEEP, first);
      server.halt();
      var second = list(20);

      var away =
          catchThrowableOfType(LovageException.class, () -> log.append("views", KEEP, second));

      assertThat(away.code()).isEqualTo(ErrorCode.UNAVAILABLE);
      assertThat(away.retryAfter()).isPresent();
      server.resume();
      int added = 0;
      for (int i = 0; i < 50 && added == 0; i++) {
        try {
          added = log.append("views", KEEP, second);
        } catch (LovageException e) {
          assertThat(e.isTransient()).isTrue();
        }
      }
      assertThat(added).isEqualTo(20);
      assertThat(log.count("views", ActionCursor.START, 100)).isEqualTo(40);
    }
  }

  /// Transactions that began earlier and commit later are not passed.
  @Test
  @Tag("server")
  void a_cursor_waits_for_a_transaction_that_commits_late() throws Exception {
    var url = PostgresHarness.server().url();
    try (var log = ActionLog.open(url + "?schema=action_late")) {
      log.append("views", KEEP, list(1));
      try (var connection =
              java.sql.DriverManager.getConnection(
                  "jdbc:" + url.replace("lovage@", ""), "lovage", "");
          var statement = connection.createStatement()) {
        connection.setAutoCommit(false);
        statement.execute(
            "INSERT INTO action_late.action SELECT stream, day,"
                + " (SELECT base FROM action_late.action_base)"
                + " + pg_current_xact_id()::text::bigint, 1, gen_random_uuid(), 'late', kind,"
                + " time, body FROM action_late.action");
        var young = list(3);
        log.append("views", KEEP, young);

        var page = log.read("views", ActionCursor.START, 100);
        assertThat(page.actions()).hasSize(1);
        assertThat(log.readUser("views", "u1", ActionCursor.END, 10).actions()).hasSize(1);
        connection.commit();

        assertThat(log.read("views", page.next(), 100).actions())
            .extracting(LoggedAction::user)
            .containsExactly("late", "u0", "u1", "u2");
      }
    }
  }
}
