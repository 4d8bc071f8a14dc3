// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench.embedded;

import dev.lovage.Lovage;
import dev.lovage.TaskOptions;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.RedisClient;

/// A Java worker on the queue that it shares with workers of Python, which have the same tasks:
/// `SharedWorker NAME URL`. Each attempt is noted at Redis when it begins.
public final class SharedWorker {

  public static final String COMPUTE = "shared.compute";
  public static final String WAIT = "shared.wait";

  /// A list at Redis: the task's number, the worker's name and the time in milliseconds.
  public static final String BEGUN = "shared.begun";

  /// Celery's default queue.
  public static final String QUEUE = "celery";

  private static final int LONGEST_WAIT = 100;

  // Killed at random, any task may be the one that is always there: that is not what is tested.
  private static final int MAX_LOST = 1_000;

  private SharedWorker() {}

  /// What is right, known to who asks and to who computes.
  public static long answer(long number) {
    return number * 31 + 7;
  }

  public static void main(String[] args) throws InterruptedException {
    var name = args[0];
    try (var lovage = Lovage.open("sqlite:" + name + ".db");
        var notes = RedisClient.create(args[1])) {
      lovage.homes().at(QUEUE, args[1]);
      lovage.task(
          COMPUTE, Long.class, Long.class, n -> begin(notes, name, n), SharedWorker::options);
      lovage.task(
          WAIT,
          Long.class,
          Long.class,
          number -> {
            long answer = begin(notes, name, number);
            var nobody = new CountDownLatch(1);
            var _ = nobody.await(number % LONGEST_WAIT, TimeUnit.MILLISECONDS);
            return answer;
          },
          task -> options(task).io());
      var worker = lovage.startWorker();
      new CountDownLatch(1).await();
      throw new IllegalStateException("nobody stops worker " + worker.id());
    }
  }

  private static TaskOptions<Long> options(TaskOptions<Long> task) {
    return task.queue(QUEUE).maxLost(MAX_LOST);
  }

  private static long begin(RedisClient notes, String name, long number) {
    notes.rpush(BEGUN, number + " " + name + " " + System.currentTimeMillis());
    return answer(number);
  }
}
