// SPDX-License-Identifier: Apache-2.0
import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicLong;

/// db-scheduler on PostgreSQL. By default 10 threads that fetch every 10 seconds; at its best as its
/// page on performance says: lock-and-fetch, more threads, and a short interval. It keeps no result:
/// a task that is done is deleted.
public final class DbSchedulerPeer implements Peer.Library {

  private final HikariDataSource data;
  private final OneTimeTask<Integer> noop;
  private Scheduler scheduler;
  private final AtomicLong submitted = new AtomicLong();

  private DbSchedulerPeer() throws SQLException {
    var config = new HikariConfig();
    config.setJdbcUrl(System.getenv("PEER_DB"));
    config.setMaximumPoolSize(50);
    this.data = new HikariDataSource(config);
    makeTable();
    this.noop =
        Tasks.oneTime("noop", Integer.class).execute((instance, context) -> Peer.RAN.increment());
    this.scheduler = scheduler();
  }

  private Scheduler scheduler() {
    var builder = Scheduler.create(data, noop);
    return Peer.best()
        ? builder
            .threads(20)
            .pollUsingLockAndFetch(4.0, 20.0)
            .pollingInterval(Duration.ofMillis(100))
            .enableImmediateExecution()
            .build()
        : builder.build();
  }

  public static void main(String[] args) throws Exception {
    Peer.run(new DbSchedulerPeer(), args);
  }

  /// As its documentation gives it for PostgreSQL.
  private void makeTable() throws SQLException {
    try (var connection = data.getConnection();
        var statement = connection.createStatement()) {
      statement.execute(
          """
          CREATE TABLE IF NOT EXISTS scheduled_tasks (
            task_name text NOT NULL, task_instance text NOT NULL, task_data bytea,
            execution_time timestamp with time zone NOT NULL, picked boolean NOT NULL,
            picked_by text, last_success timestamp with time zone,
            last_failure timestamp with time zone, consecutive_failures integer,
            last_heartbeat timestamp with time zone, version bigint NOT NULL, priority smallint,
            state text, PRIMARY KEY (task_name, task_instance));
          CREATE INDEX IF NOT EXISTS execution_time_idx ON scheduled_tasks (execution_time);
          CREATE INDEX IF NOT EXISTS last_heartbeat_idx ON scheduled_tasks (last_heartbeat);
          """);
    }
  }

  @Override
  public void submit(int number) {
    scheduler.schedule(
        noop.instance(Long.toString(submitted.incrementAndGet()), number), Instant.now());
  }

  @Override
  public void submitAll(int count) {
    for (int from = 0; from < count; from += 1_000) {
      var some = new ArrayList<TaskInstance<?>>();
      for (int i = from; i < Math.min(count, from + 1_000); i++) {
        some.add(noop.instance(Long.toString(submitted.incrementAndGet()), i));
      }
      scheduler.scheduleBatch(some, Instant.now());
    }
  }

  @Override
  public void startWorker() {
    scheduler.start();
  }

  /// One that was stopped does not start again.
  @Override
  public void stopWorker() {
    scheduler.stop();
    scheduler = scheduler();
  }

  @Override
  public long done() throws Exception {
    try (var connection = data.getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT count(*) FROM scheduled_tasks")) {
      rows.next();
      return submitted.get() - rows.getLong(1);
    }
  }

  @Override
  public void close() {
    data.close();
  }
}
