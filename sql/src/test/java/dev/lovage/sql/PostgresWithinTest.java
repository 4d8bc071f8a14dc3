// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lovage.Lovage;
import dev.lovage.LovageException;
import dev.lovage.TaskId;
import dev.lovage.TaskState;
import dev.lovage.TaskType;
import dev.lovage.Unique;
import dev.lovage.spi.TaskLookup;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tasks that are submitted in somebody else's transaction, from Java and from SQL.
@Tag("server")
class PostgresWithinTest {

  private static final Duration SOON = Duration.ofSeconds(30);

  private final String schema = "within" + UUID.randomUUID().toString().substring(0, 8);
  private Lovage lovage;
  private TaskType<Integer, Integer> twice;
  private Connection connection;

  @BeforeEach
  void open() throws SQLException {
    var server = PostgresHarness.server();
    lovage = Lovage.open(server.url() + "?schema=" + schema);
    twice = lovage.task("twice", Integer.class, Integer.class, n -> 2 * n);
    connection =
        DriverManager.getConnection(
            "jdbc:postgresql://127.0.0.1:" + server.port() + "/lovage", "lovage", "");
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE " + schema + ".orders (n integer PRIMARY KEY)");
    }
    connection.commit();
  }

  @AfterEach
  void close() throws SQLException {
    connection.rollback();
    try (var statement = connection.createStatement()) {
      lovage.close();
      statement.execute("DROP SCHEMA " + schema + " CASCADE");
    }
    connection.commit();
    connection.close();
  }

  private void order(int n) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("INSERT INTO " + schema + ".orders VALUES (" + n + ")");
    }
  }

  private TaskId call(String arguments) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT " + schema + ".enqueue(" + arguments + ")")) {
      rows.next();
      return new TaskId(rows.getObject(1, UUID.class));
    }
  }

  @Test
  void a_task_is_there_once_the_transaction_commits_and_a_worker_hears_of_it() throws Exception {
    var worker = lovage.startWorker(options -> options.poll(Duration.ofMinutes(10)));
    try {
      order(1);
      var handle = lovage.within(connection).submit(twice, 21);
      assertThat(lovage.queries().find(handle.id())).isInstanceOf(TaskLookup.Unknown.class);

      connection.commit();

      assertThat(handle.await(SOON)).isEqualTo(42);
    } finally {
      worker.drain(SOON);
    }
  }

  @Test
  void a_rollback_takes_all_of_it_away() throws Exception {
    order(1);
    var within = lovage.within(connection);
    var one = within.submit(twice, 1);
    var two = within.submitAll(twice, List.of(2, 3), options -> {});

    connection.rollback();

    assertThat(lovage.queries().find(one.id())).isInstanceOf(TaskLookup.Unknown.class);
    assertThat(lovage.queries().find(two.getFirst().id())).isInstanceOf(TaskLookup.Unknown.class);
    assertThat(lovage.queries().queues()).isEmpty();
  }

  @Test
  void a_refusal_leaves_the_transaction_as_it_was() throws Exception {
    order(1);
    var within = lovage.within(connection);

    assertThatThrownBy(() ->
            within.submit(
                twice,
                1,
                options ->
                    options
                        .after(List.of(lovage.within(connection).submit(twice, 2).id()))
                        .after(List.of(new TaskId(UUID.randomUUID())))))
        .isInstanceOf(LovageException.class)
        .hasMessageContaining("never accepted");
    var after = within.submit(twice, 3, options -> options.unique(Unique.replace("k")));
    connection.commit();

    assertThat(after.state()).isEqualTo(TaskState.QUEUED);
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT count(*) FROM " + schema + ".orders")) {
      rows.next();
      assertThat(rows.getInt(1)).isEqualTo(1);
    }
  }

  @Test
  void a_connection_that_commits_by_itself_is_refused() throws Exception {
    connection.setAutoCommit(true);
    assertThatThrownBy(() -> lovage.within(connection).submit(twice, 1))
        .hasMessageContaining("setAutoCommit(false)");
    connection.setAutoCommit(false);
  }

  @Test
  void another_kind_of_store_refuses_with_the_remedy(@TempDir Path folder) {
    try (var file = Lovage.open("sqlite:" + folder.resolve("test.db"))) {
      var type = file.task("twice", Integer.class, Integer.class);
      assertThatThrownBy(() -> file.within(connection).submit(type, 1))
          .isInstanceOf(LovageException.class)
          .hasMessageContaining("postgresql://");
    }
  }

  @Test
  void any_language_can_submit_by_the_function() throws Exception {
    var worker = lovage.startWorker(options -> options.poll(Duration.ofMinutes(10)));
    try {
      var id = call("'twice', '21', priority => 9, publishes => 'latest'");
      connection.commit();

      assertThat(lovage.handle(id, Integer.class).await(SOON)).isEqualTo(42);
      assertThat(lovage.values().get("latest").orElseThrow().json()).isEqualTo("42");
    } finally {
      worker.drain(SOON);
    }
  }

  @Test
  void what_the_function_does_not_set_has_the_same_defaults_as_elsewhere() throws Exception {
    var by = lovage.handle(call("'twice', '1', delay => '1 hour'"), Integer.class);
    connection.commit();
    var direct = twice.submit(1, options -> options.delay(Duration.ofHours(1)));

    var one = by.task();
    var other = direct.task();
    assertThat(one.state()).isEqualTo(other.state());
    assertThat(one.placement().queue()).isEqualTo(other.placement().queue());
    assertThat(one.placement().priority()).isEqualTo(other.placement().priority());
    assertThat(Duration.between(one.placement().dueAt(), other.placement().dueAt()).abs())
        .isLessThan(Duration.ofMinutes(1));
  }

  @Test
  void a_repeated_id_changes_nothing() throws Exception {
    var id = UUID.randomUUID();
    var arguments = "'twice', '1', id => '" + id + "'";

    assertThat(call(arguments)).isEqualTo(call(arguments));
    connection.commit();
    assertThat(call(arguments)).isEqualTo(new TaskId(id));
    connection.commit();

    assertThat(lovage.queries().queues().getFirst().counts()).containsEntry(TaskState.QUEUED, 1L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'two words', '1' | type:",
        "'twice', NULL | argument:",
        "'twice', '1', queue => 'a b' | queue:",
        "'twice', '1', priority => 10 | priority:",
        "'twice', '1', delay => '-1 second' | delay:",
        "'twice', '1', expiry => '0' | expiry:",
        "'twice', '1', time_limit => '-1 hour' | time_limit:",
        "'twice', '1', result_ttl => '11 years' | result_ttl:",
        "'twice', '1', publishes => 'a b' | publishes:",
      })
  void the_function_refuses_what_the_api_refuses(String arguments, String field) {
    assertThatThrownBy(() -> call(arguments)).hasMessageContaining(field);
  }
}
