// SPDX-License-Identifier: Apache-2.0
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.stream.IntStream;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.scheduling.BackgroundJob;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.storage.sql.postgres.PostgresStorageProvider;
import org.jobrunr.storage.sql.sqlite.SqLiteStorageProvider;
import org.jobrunr.utils.mapper.jackson.JacksonJsonMapper;

/// JobRunr on PostgreSQL or SQLite. By default it looks for work every 15 seconds with as many
/// workers as it thinks right; at its best every 5 (the least that is allowed) with 48.
public final class JobRunrPeer implements Peer.Library {

  private final HikariDataSource data;
  private final StorageProvider storage;
  private BackgroundJobServer server;

  private JobRunrPeer() {
    var url = System.getenv("PEER_DB");
    var config = new HikariConfig();
    config.setJdbcUrl(url);
    boolean sqlite = url.startsWith("jdbc:sqlite");
    config.setMaximumPoolSize(sqlite ? 10 : 50);
    if (sqlite) {
      config.setConnectionInitSql("PRAGMA busy_timeout = 30000");
    }
    this.data = new HikariDataSource(config);
    this.storage = sqlite ? new SqLiteStorageProvider(data) : new PostgresStorageProvider(data);
    JobRunr.configure().useJsonMapper(new JacksonJsonMapper()).useStorageProvider(storage).initialize();
  }

  public static void main(String[] args) throws Exception {
    Peer.run(new JobRunrPeer(), args);
  }

  public static void noop(int number) {
    Peer.RAN.increment();
  }

  @Override
  public void submit(int number) {
    BackgroundJob.enqueue(() -> noop(number));
  }

  @Override
  public void submitAll(int count) {
    BackgroundJob.<Integer>enqueue(IntStream.range(0, count).boxed(), i -> noop(i));
  }

  @Override
  public void startWorker() {
    var configuration =
        BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration();
    if (Peer.best()) {
      boolean sqlite = data.getJdbcUrl().startsWith("jdbc:sqlite");
      configuration.andPollIntervalInSeconds(5).andWorkerCount(sqlite ? 16 : 48);
    }
    server = new BackgroundJobServer(storage, new JacksonJsonMapper(), null, configuration);
    server.start();
  }

  @Override
  public void stopWorker() {
    server.stop();
  }

  @Override
  public long done() throws Exception {
    try (var connection = data.getConnection();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery("SELECT count(*) FROM jobrunr_jobs WHERE state = 'SUCCEEDED'")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Override
  public void close() {
    data.close();
  }
}
