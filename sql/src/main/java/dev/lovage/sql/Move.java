// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/// Moves a store from a SQLite file to PostgreSQL, with everything in it.
///
/// The file is locked against writers meanwhile. All goes into one transaction of the target, which
/// is committed if counts and sums agree; then the file is marked, and no process opens it any
/// more. Cut short at any point, it can be run again: either nothing of it is in the target, or all
/// is.
public final class Move {

  private final SqliteUrl from;
  private final PostgresUrl to;
  private final InstantSource clock;

  /// What was moved of one kind.
  ///
  /// @param sum of their numbers, and
  /// @param characters of their texts: both sides must agree on all three
  public record Line(String what, long count, long sum, long characters) {}

  /// What a move did.
  ///
  /// @param target where everything is now, without secrets
  /// @param lines what is there; empty if an earlier run had brought everything in already
  public record Report(String target, List<Line> lines) {}

  private Move(SqliteUrl from, PostgresUrl to, InstantSource clock) {
    this.from = from;
    this.to = to;
    this.clock = clock;
  }

  /// Moves a store.
  ///
  /// @param from `sqlite:…`, which no process may use meanwhile
  /// @param to `postgresql://…`, with a schema that is empty or not there
  /// @param rehearse whether to undo everything at the end
  /// @param clock tells whether workers were seen lately
  /// @throws LovageException `INVALID` if the URLs are of other kinds, processes use the file, or
  ///   the target is not empty; `BROKEN` if the two sides don't agree, after which nothing was done
  public static Report run(String from, String to, boolean rehearse, InstantSource clock) {
    if (!from.startsWith(SqliteUrl.SCHEME) || !PostgresUrl.accepts(to)) {
      throw new LovageException(
          ErrorCode.INVALID, "move: goes from sqlite:FILE to postgresql://USER@HOST/DATABASE");
    }
    return new Move(SqliteUrl.parse(from), PostgresUrl.parse(to), clock).run(rehearse);
  }

  private Report run(boolean rehearse) {
    if (!Files.exists(from.file())) {
      throw new LovageException(ErrorCode.INVALID, "move: there is no file " + from.file());
    }
    try (var source = new Connections(from, SqlFile.load("sqlite.sql")).writer()) {
      Migrations.run(source);
      var id = id(source, rehearse);
      source.query("begin").update();
      try {
        checkIdle(source);
        var report = into(source, id, rehearse);
        if (!rehearse) {
          source.query("move_done", report.target).update();
        }
        source.query("commit").update();
        return report;
      } catch (SQLException | RuntimeException e) {
        source.query("rollback").update();
        throw e;
      }
    } catch (SQLException e) {
      throw new Failures(from.file()).of(e);
    }
  }

  /// The name of this move, kept with the file before anything is done, so that a second run knows
  /// what the first one did.
  private String id(Session source, boolean rehearse) throws SQLException {
    var before = source.query("move_id").first(row -> row.getString(1));
    if (before.isPresent() || rehearse) {
      return before.orElse("rehearsal");
    }
    var id = UUID.randomUUID().toString();
    source.query("move_begin", id, target()).update();
    return id;
  }

  private void checkIdle(Session source) throws SQLException {
    if (source.query("move_alive", Columns.micros(clock.instant())).isTrue()) {
      throw new LovageException(
          ErrorCode.INVALID,
          "move: workers use " + from.file() + " or did moments ago; stop all processes first");
    }
  }

  private Report into(Session source, String id, boolean rehearse) {
    var failures = new PostgresFailures(to);
    try (var connection = DriverManager.getConnection(to.jdbc(), to.properties())) {
      PostgresMigrations.run(connection, to.schema());
      connection.setAutoCommit(false);
      var target = new Session(connection, PostgresMigrations.statements(to.schema()));
      try {
        return fill(source, target, connection, id, rehearse);
      } catch (SQLException | RuntimeException e) {
        connection.rollback();
        throw e;
      }
    } catch (SQLException e) {
      throw failures.of(e);
    }
  }

  private Report fill(
      Session source, Session target, Connection connection, String id, boolean rehearse)
      throws SQLException {
    if (target.query("move_is_in", id).isTrue()) {
      // The last run was cut short after its commit here.
      connection.rollback();
      return new Report(target(), List.of());
    }
    if (!target.query("move_is_empty").isTrue()) {
      throw new LovageException(
          ErrorCode.INVALID,
          "move: the schema "
              + to.schema()
              + " has tasks or values; give another, with ?schema=NAME");
    }
    new Moving(source, target).all();
    var blobs = new MovingBlobs(source, FileBlobs.of(from, clock), target).all();
    var there = plus(sums(target), MovingBlobs.there(target));
    var here = plus(sums(source), blobs);
    if (!here.equals(there)) {
      throw new LovageException(
          ErrorCode.BROKEN,
          "move: the two sides don't agree, nothing was moved: " + here + " is now " + there);
    }
    if (rehearse) {
      connection.rollback();
    } else {
      target.query("move_in", id).update();
      connection.commit();
    }
    return new Report(target(), there);
  }

  private static List<Line> sums(Session session) throws SQLException {
    return session
        .query("move_sums")
        .list(row -> new Line(row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4)));
  }

  private static List<Line> plus(List<Line> lines, Line last) {
    return Stream.concat(lines.stream(), Stream.of(last)).toList();
  }

  private String target() {
    return "postgresql://" + to.server() + "?schema=" + to.schema();
  }
}
