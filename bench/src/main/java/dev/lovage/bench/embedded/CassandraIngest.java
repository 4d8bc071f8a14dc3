// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench.embedded;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/// What one would write by hand: the driver's asynchronous inserts into the same two tables, so
/// many at a time, without HTTP and JSON. What was answered is counted, not what is there.
record CassandraIngest(
    CqlSession session, PreparedStatement log, PreparedStatement user, AtomicLong written)
    implements Ingesting.Appender {

  private static final int ROWS = 2_000;
  private static final int AT_ONCE = 256;

  static Result measure(String url, int warmSeconds, int seconds) throws Exception {
    var uri = URI.create(url);
    var keyspace = uri.getPath().substring(1) + "_driver";
    try (var session =
        CqlSession.builder()
            .addContactPoint(new InetSocketAddress(uri.getHost(), uri.getPort()))
            .withLocalDatacenter("datacenter1")
            .build()) {
      session.execute(
          "CREATE KEYSPACE "
              + keyspace
              + " WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
      session.execute(
          "CREATE TABLE "
              + keyspace
              + ".log (shard int, id uuid, user_name text, kind text, at timestamp, body text,"
              + " PRIMARY KEY (shard, id))");
      session.execute(
          "CREATE TABLE "
              + keyspace
              + ".by_user (user_name text, id uuid, kind text, at timestamp, body text, PRIMARY KEY"
              + " (user_name, id))");
      var peer =
          new CassandraIngest(
              session,
              session.prepare(
                  "INSERT INTO "
                      + keyspace
                      + ".log (shard, id, user_name, kind, at, body) VALUES (?, ?, ?, ?, ?, ?)"),
              session.prepare(
                  "INSERT INTO "
                      + keyspace
                      + ".by_user (user_name, id, kind, at, body) VALUES (?, ?, ?, ?, ?)"),
              new AtomicLong());
      return new Ingesting(peer).run(warmSeconds, seconds);
    }
  }

  @Override
  public Ingesting.Caller caller(int number) {
    var bodies = new ActionBodies((int) System.nanoTime() + number);
    var room = new Semaphore(AT_ONCE);
    var failure = new AtomicReference<Throwable>();
    return new Ingesting.Caller() {
      @Override
      public int append() throws Exception {
        for (var action : bodies.list(ROWS)) {
          for (var statement :
              new com.datastax.oss.driver.api.core.cql.BoundStatement[] {
                log.bind(
                    Math.floorMod(action.user().hashCode(), 8),
                    action.id(),
                    action.user(),
                    action.kind(),
                    action.time(),
                    action.body()),
                user.bind(action.user(), action.id(), action.kind(), action.time(), action.body())
              }) {
            room.acquire();
            var _ =
                session
                    .executeAsync(statement)
                    .whenComplete((rows, error) -> {
                      if (error != null) {
                        failure.set(error);
                      }
                      room.release();
                    });
          }
        }
        room.acquire(AT_ONCE);
        room.release(AT_ONCE);
        if (failure.get() != null) {
          throw new IllegalStateException(failure.get());
        }
        written.addAndGet(ROWS);
        return ROWS;
      }

      @Override
      public void close() {
        // The session is everybody's.
      }
    };
  }

  @Override
  public long count() {
    return written.get();
  }
}
