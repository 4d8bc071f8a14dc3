// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.spi.DueTickers;
import dev.lovage.spi.Happening;
import dev.lovage.spi.JsonCodec;
import dev.lovage.spi.Mark;
import dev.lovage.spi.Ticker;
import dev.lovage.spi.TickerStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Schedules and triggers.
record SqlTickerStore(Writes writer, Reads readers, InstantSource clock) implements TickerStore {

  @Override
  public Optional<Ticker> find(Ticker.Kind kind, String name) {
    return readers.read(
        session -> session.query("ticker", kind.name(), name).first(SqlTickerStore::ticker));
  }

  @Override
  public List<Ticker> list(Ticker.Kind kind) {
    return readers.read(
        session -> session.query("tickers", kind.name()).list(SqlTickerStore::ticker));
  }

  @Override
  public boolean put(Ticker ticker) {
    return writer.durably(tx -> put(tx, ticker));
  }

  private static boolean put(Tx tx, Ticker ticker) throws SQLException {
    long old = ticker.position().revision();
    var due = ticker.position().dueAt();
    var statement = old == 0 ? "add_ticker" : "replace_ticker";
    boolean done =
        tx.query(
                    statement,
                    ticker.definition().spec(),
                    ticker.definition().source(),
                    ticker.position().cursor(),
                    due == null ? null : Long.valueOf(Columns.micros(due)),
                    ticker.paused() ? 1 : 0,
                    ticker.kind().name(),
                    ticker.name(),
                    // Never one that an earlier ticker of this name had: a tick may be under way.
                    Math.max(tx.now(), old + 1),
                    old)
                .update()
            == 1;
    if (done) {
      tx.ready();
    }
    return done;
  }

  @Override
  public boolean remove(Ticker.Kind kind, String name) {
    return writer.durably(tx -> {
      tx.query("remove_marks", kind.name(), name).update();
      tx.query("remove_happenings", kind.name(), name).update();
      return tx.query("remove_ticker", kind.name(), name).update() == 1;
    });
  }

  @Override
  public List<Mark> marks(Ticker.Kind kind, String name, Collection<String> keys) {
    return readers.read(session ->
        session
            .query("marks", kind.name(), name, JsonCodec.encode("keys", keys))
            .list(SqlTickerStore::mark));
  }

  @Override
  public List<Mark> dueMarks(Ticker.Kind kind, String name, int limit) {
    long now = Columns.micros(clock.instant());
    return readers.read(session ->
        session.query("due_marks", kind.name(), name, now, limit).list(SqlTickerStore::mark));
  }

  private static Mark mark(ResultSet row) throws SQLException {
    return new Mark(row.getString(1), row.getString(2), Columns.instant(row, 3));
  }

  @Override
  public DueTickers due(Duration ahead, int limit) {
    var now = clock.instant();
    return readers.read(session -> {
      var tickers =
          session
              .query("tickers_due", Columns.micros(now.plus(ahead)), limit)
              .list(SqlTickerStore::ticker);
      return new DueTickers(
          now,
          tickers,
          session.query("happenings", limit).list(SqlTickerStore::happening),
          session
              .query("tickers_next", tickers.size())
              .first(row -> Columns.instant(row.getLong(1)))
              .orElse(null));
    });
  }

  private static Ticker ticker(ResultSet row) throws SQLException {
    return new Ticker(
        Ticker.Kind.valueOf(row.getString(1)),
        row.getString(2),
        new Ticker.Definition(row.getString(3), row.getString(4)),
        new Ticker.Position(row.getLong(6), row.getString(5), Columns.instant(row, 7)),
        row.getBoolean(8));
  }

  private static Happening happening(ResultSet row) throws SQLException {
    return new Happening(
        row.getLong(1),
        Ticker.Kind.valueOf(row.getString(2)),
        row.getString(3),
        row.getString(4),
        Columns.instant(row.getLong(5)));
  }
}
