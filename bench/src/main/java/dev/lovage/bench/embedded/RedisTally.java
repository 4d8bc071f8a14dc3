// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench.embedded;

import dev.lovage.Lovage;
import dev.lovage.TaskId;
import java.util.List;
import redis.clients.jedis.RedisClient;

/// Of tasks in queues at Redis, asked there in Celery's keys.
record RedisTally(Lovage lovage, RedisClient redis) implements Tally {

  private static final String SUCCESS = "\"SUCCESS\"";

  @Override
  public long waiting() {
    return lovage.homes().waiting().values().stream().mapToLong(Long::longValue).sum();
  }

  /// What is held counts too: it is let go when its result is stored.
  @Override
  public long unfinished(String queue) {
    return lovage.homes().waiting().getOrDefault(queue, 0L) + redis.zcard("lovage.leases");
  }

  @Override
  public long succeeded(List<TaskId> ids) {
    var keys = ids.stream().map(id -> "celery-task-meta-" + id).toArray(String[]::new);
    return redis.mget(keys).stream()
        .filter(result -> result != null && result.contains(SUCCESS))
        .count();
  }
}
