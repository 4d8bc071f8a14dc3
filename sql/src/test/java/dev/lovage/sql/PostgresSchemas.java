// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// Schemas for tests, each as new when it is taken. They are used again, since to make one and to
/// drop it takes longer than most tests.
final class PostgresSchemas {

  private static final AtomicInteger MADE = new AtomicInteger();
  private static final ConcurrentLinkedQueue<String> FREE = new ConcurrentLinkedQueue<>();

  /// Of days that are over or to come, for a test for which days have passed.
  private static final String DROP_DAYS =
      """
      DO $$
      DECLARE
        name text;
      BEGIN
        FOR name IN
          SELECT inhrelid::regclass::text FROM pg_inherits
          WHERE inhparent = 'lovage.ended'::regclass AND inhrelid <> 'lovage.ended_later'::regclass
        LOOP
          EXECUTE 'DROP TABLE ' || name;
        END LOOP;
      END $$
      """;

  /// Without triggers, so that what goes is not noted.
  private static final String EMPTY =
      """
      DO $$
      DECLARE
        name text;
      BEGIN
        SET LOCAL session_replication_role = replica;
        SET LOCAL client_min_messages TO warning;
        FOR name IN
          SELECT oid::regclass::text FROM pg_class
          WHERE relnamespace = 'lovage'::regnamespace AND relkind = 'r' AND relname <> 'migration'
            AND pg_relation_size(oid) > 0
        LOOP
          EXECUTE 'TRUNCATE ' || name || ' CASCADE';
        END LOOP;
        INSERT INTO lovage.pruned VALUES (0, 0);
        FOR name IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'lovage' LOOP
          EXECUTE format('ALTER SEQUENCE lovage.%I RESTART', name);
        END LOOP;
      END $$
      """;

  private static final class Shared {
    static final Connection CONNECTION = connect();

    private Shared() {}
  }

  private PostgresSchemas() {}

  /// One that is empty or not there yet.
  static String take() {
    var free = FREE.poll();
    return free == null ? "t" + MADE.incrementAndGet() : free;
  }

  /// Nobody works on it any more.
  ///
  /// @param passed how much time has passed for the test
  static synchronized void giveBack(String schema, Duration passed) {
    try (var statement = Shared.CONNECTION.createStatement()) {
      if (passed.toHours() > 0) {
        statement.execute(PostgresMigrations.inSchema(DROP_DAYS, schema));
      }
      statement.execute(PostgresMigrations.inSchema(EMPTY, schema));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    FREE.add(schema);
  }

  private static Connection connect() {
    var url = "jdbc:" + PostgresHarness.server().url().replace("lovage@", "");
    try {
      return DriverManager.getConnection(url, "lovage", "");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
