// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench.embedded;

import dev.lovage.Lovage;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import redis.clients.jedis.RedisClient;

/// Where the tasks of a measurement live: in the store, or in queues at Redis, with an empty store
/// beside them in the folder of this process.
///
/// @param closing what is closed after Lovage
record Place(Lovage lovage, Tally tally, AutoCloseable closing) implements AutoCloseable {

  private static final String REDIS = "redis:";
  private static final List<String> QUEUES = List.of("default", "warm", "measured", "celery");

  /// @param url a store's, or that of a Redis
  static Place open(String url) {
    if (!url.startsWith(REDIS)) {
      var lovage = Lovage.open(url);
      return new Place(lovage, new StoreTally(lovage), () -> {});
    }
    var lovage = Lovage.open("sqlite:lovage.db");
    QUEUES.forEach(queue -> lovage.homes().at(queue, url));
    var redis = RedisClient.create(url);
    return new Place(lovage, new RedisTally(lovage, redis), redis);
  }

  /// Runs Celery's no-ops until this process is killed.
  static Result serve(Lovage lovage) throws InterruptedException {
    lovage.task("tasks.noop", Integer.class, Integer.class, i -> i, task -> task.queue("celery"));
    var worker = lovage.startWorker();
    new CountDownLatch(1).await();
    throw new IllegalStateException("nobody stops worker " + worker.id());
  }

  @Override
  public void close() throws Exception {
    lovage.close();
    closing.close();
  }
}
