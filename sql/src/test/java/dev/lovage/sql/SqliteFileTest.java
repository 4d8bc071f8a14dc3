// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lovage.ErrorCode;
import dev.lovage.Lovage;
import dev.lovage.LovageException;
import dev.lovage.spi.Engine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a person meets with a file that is not as it should be.
class SqliteFileTest {

  @TempDir private Path folder;

  @Test
  void the_folder_is_made() {
    open("sqlite:" + folder.resolve("a/b/c.db")).close();

    assertThat(folder.resolve("a/b/c.db")).exists();
  }

  @Test
  void a_file_of_another_kind_is_refused_and_left_as_it_is() throws Exception {
    var file = Files.writeString(folder.resolve("notes.txt"), "dear diary ".repeat(1_000));

    assertThatThrownBy(() -> open("sqlite:" + file))
        .isInstanceOfSatisfying(
            LovageException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BROKEN))
        .hasMessageContaining("is not a SQLite database; give another path");
    assertThat(file).content().startsWith("dear diary");
  }

  @Test
  void a_schema_of_a_newer_program_is_refused() throws Exception {
    var file = folder.resolve("new.db");
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement()) {
      statement.execute("PRAGMA user_version = 999");
    }

    assertThatThrownBy(() -> open("sqlite:" + file)).hasMessageContaining("use a newer Lovage");
  }

  @Test
  void what_was_served_before_there_was_a_history_is_in_it() throws Exception {
    var file = folder.resolve("old.db");
    var url = "sqlite:" + file;
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement()) {
      for (int version = 1; version <= 5; version++) {
        for (var step : SqlFile.text("sqlite-%03d.sql".formatted(version)).split(";\n", -1)) {
          if (!step.isBlank()) {
            statement.execute(step);
          }
        }
      }
      statement.execute(
          "INSERT INTO value (name, version, json, published_at, change)"
              + " VALUES ('current', 7, '49', 1, 1)");
      statement.execute("DELETE FROM value_history");
      statement.execute("PRAGMA user_version = 5");
    }

    try (var engine = Engine.open(url)) {
      engine.values().publish("current", 8, "64");
      assertThat(engine.values().rollback("current", 7).orElseThrow().json()).isEqualTo("49");
    }
  }

  @Test
  void many_may_open_a_new_file_together() throws Exception {
    var url = "sqlite:" + folder.resolve("shared.db");
    Callable<Lovage> opening = () -> open(url);
    try (var threads = Executors.newFixedThreadPool(8)) {
      for (var opened : threads.invokeAll(Stream.generate(() -> opening).limit(8).toList())) {
        opened.get().close();
      }
    }
  }

  @Test
  @Tag("slow") // The writer waits ten seconds for the lock.
  void a_file_locked_by_another_program_is_unavailable_and_nothing_is_half_done() throws Exception {
    var file = folder.resolve("locked.db");
    try (var lovage = open("sqlite:" + file);
        var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement()) {
      var type = lovage.task("t", Integer.class, Integer.class);
      statement.execute("BEGIN EXCLUSIVE");

      assertThatThrownBy(() -> type.submit(1))
          .isInstanceOfSatisfying(LovageException.class, e -> assertThat(e.isTransient()).isTrue())
          .hasMessageContaining("is locked by another program");

      statement.execute("ROLLBACK");
      assertThat(lovage.queries().queues()).isEmpty();
      type.submit(2);
      assertThat(lovage.queries().queues()).hasSize(1);
    }
  }

  private static Lovage open(String url) {
    return Lovage.open(url);
  }
}
