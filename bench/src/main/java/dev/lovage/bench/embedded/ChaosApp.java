// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench.embedded;

import dev.lovage.RetryPolicy;
import dev.lovage.TaskContext;
import dev.lovage.app.App;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The app that is killed: tasks that succeed, fail, retry and take their time, and a served value.
public final class ChaosApp {

  public static final String COMPUTE = "compute";
  public static final String WAIT = "wait";
  public static final String PUBLISH = "publish";
  public static final String NEWEST = "newest";

  private static final int ATTEMPTS = 3;
  private static final int RETRY_MILLIS = 300;
  private static final int WAIT_MILLIS = 400;

  // Killed at random, any task may be the one that is always there: that is not what is tested.
  private static final int MAX_LOST = 1_000;

  private ChaosApp() {}

  /// What a task is told.
  ///
  /// @param failures how many of its first attempts fail
  public record Order(long number, int failures) {}

  /// What is right, known to who asks and to who computes.
  public static long answer(long number) {
    return number * 31 + 7;
  }

  public static void main(String[] args) {
    var app = App.named("chaos");
    var newest = app.served(NEWEST, -1L);
    app.task(
        COMPUTE,
        Order.class,
        Long.class,
        ChaosApp::compute,
        task -> task.retry(retry()).maxLost(MAX_LOST));
    app.task(
        WAIT,
        Order.class,
        Long.class,
        ChaosApp::waitAndCompute,
        task -> task.retry(retry()).maxLost(MAX_LOST).io());
    app.task(
        PUBLISH,
        Order.class,
        Long.class,
        ChaosApp::compute,
        task -> task.retry(retry()).maxLost(MAX_LOST).publishes(newest));
    app.run(args);
  }

  private static RetryPolicy retry() {
    return RetryPolicy.fixed(ATTEMPTS, Duration.ofMillis(RETRY_MILLIS));
  }

  private static long compute(Order order, TaskContext context) {
    if (context.attempt() <= order.failures) {
      throw new IllegalStateException("attempt " + context.attempt() + " fails, as ordered");
    }
    return answer(order.number);
  }

  private static long waitAndCompute(Order order, TaskContext context) throws InterruptedException {
    long millis = order.number % WAIT_MILLIS;
    if (new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("nobody counts this latch down");
    }
    return compute(order, context);
  }
}
