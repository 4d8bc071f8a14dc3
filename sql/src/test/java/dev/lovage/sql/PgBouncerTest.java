// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.Lovage;
import dev.lovage.servers.MissingServerException;
import dev.lovage.servers.PgBouncer;
import dev.lovage.servers.PostgresServer;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Behind a pooler in transaction mode, where each transaction may get another connection.
@Tag("server")
class PgBouncerTest {

  private static final Duration SOON = Duration.ofSeconds(30);

  @Test
  void two_processes_share_tasks_and_values_without_notifications() throws Exception {
    PostgresHarness.server(); // skips where there is none
    try (var server = PostgresServer.startForTests();
        var bouncer = pooler(server);
        var web = Lovage.open(bouncer.url() + "?notifications=off");
        var side = Lovage.open(bouncer.url() + "?notifications=off")) {
      var newest = web.served("newest", -1L);
      var square = web.task("square", Integer.class, Long.class);
      side.task(
          "square",
          Integer.class,
          Long.class,
          n -> (long) n * n,
          task -> task.publishes(side.served("newest", -1L)));
      var worker = side.startWorker();
      try {
        var handles = square.submitAll(IntStream.range(0, 500).boxed().toList());
        for (int i = 0; i < handles.size(); i++) {
          assertThat(handles.get(i).await(SOON)).isEqualTo((long) i * i);
        }
        var last = square.submit(1_000);
        assertThat(last.await(SOON)).isEqualTo(1_000_000L);
        web.values().await("newest", version -> version.version() >= last.task().version(), SOON);
        assertThat(newest.get()).isEqualTo(1_000_000L);
      } finally {
        worker.drain(SOON);
      }
    }
  }

  private static PgBouncer pooler(PostgresServer server) {
    try {
      return PgBouncer.before(server);
    } catch (MissingServerException e) {
      return Assumptions.abort(e.getMessage());
    }
  }
}
