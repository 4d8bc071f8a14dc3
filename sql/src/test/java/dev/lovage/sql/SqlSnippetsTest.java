// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.Lovage;
import dev.lovage.TaskState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What docs/postgresql.md shows in SQL does what it says.
@Tag("server")
class SqlSnippetsTest {

  @Test
  void every_statement_of_the_guide_submits() throws Exception {
    var server = PostgresHarness.server();
    var guide = Files.readString(Path.of(System.getProperty("lovage.root"), "docs/postgresql.md"));
    var snippet = guide.split("```sql\n", -1)[1].split("```", -1)[0];
    try (var lovage = Lovage.open(server.url());
        var connection =
            DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + server.port() + "/lovage", "lovage", "");
        var statement = connection.createStatement()) {
      statement.execute(snippet);

      assertThat(lovage.queries().queues())
          .extracting(queue -> queue.queue() + queue.counts())
          .containsExactly(
              "default" + Map.of(TaskState.QUEUED, 1L), "slow" + Map.of(TaskState.SCHEDULED, 1L));
      statement.execute("DROP SCHEMA lovage CASCADE");
    }
  }
}
