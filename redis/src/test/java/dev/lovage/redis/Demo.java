// SPDX-License-Identifier: Apache-2.0
package dev.lovage.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.Lovage;
import dev.lovage.RetryPolicy;
import dev.lovage.servers.CelerySetup;
import dev.lovage.servers.MissingServerException;
import dev.lovage.servers.RedisServer;
import dev.lovage.testkit.MemoryEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Assumptions;
import redis.clients.jedis.RedisClient;

/// A Redis server, the app `demo` of the real Celery, and programs of Lovage's beside it.
final class Demo implements AutoCloseable {

  static final Duration SOON = Duration.ofSeconds(30);

  /// How long Python's workers let a delivery be held.
  static final Duration VISIBILITY = Duration.ofSeconds(5);

  private static final String APP =
      """
      import os, time
      from celery import Celery
      from celery.exceptions import TimeoutError
      from celery.result import AsyncResult, GroupResult

      # Celery's client asks for a result on one connection and subscribes on another, so it may miss
      # one that comes in between, also one of its own tasks: it is there, and another look finds it.
      def looking_again(get):
          def patient(self, timeout, **options):
              end = time.monotonic() + timeout
              while True:
                  try:
                      return get(self, timeout=2, **options)
                  except TimeoutError:
                      if time.monotonic() > end:
                          raise
          return patient

      AsyncResult.get = looking_again(AsyncResult.get)
      GroupResult.get = looking_again(GroupResult.get)

      app = Celery('demo', broker=os.environ['URL'], backend=os.environ['URL'])
      app.conf.task_track_started = True
      app.conf.broker_transport_options = {'visibility_timeout': 5}

      @app.task
      def add(x, y):
          return x + y

      @app.task
      def mul(x, y):
          return x * y

      @app.task
      def xsum(numbers):
          return sum(numbers)

      @app.task
      def ident(x):
          return x

      @app.task
      def fail(message):
          raise ValueError(message)

      @app.task
      def sleeper(seconds):
          time.sleep(seconds)
          return seconds

      @app.task(bind=True, max_retries=5, default_retry_delay=1)
      def flaky(self):
          if self.request.retries < 2:
              raise self.retry(exc=ValueError('not yet'), countdown=1)
          return self.request.retries

      @app.task(bind=True)
      def handed_on(self, x):
          raise self.replace(on_java('java.sq', x))

      def on_java(name, *args, **kwargs):
          return app.signature(name, args=args, kwargs=kwargs, queue='java')
      """;

  record Pair(int x, int y) {}

  final RedisServer redis;
  final CelerySetup celery;
  private final List<AutoCloseable> open = new ArrayList<>();

  private Demo(RedisServer redis, CelerySetup celery) {
    this.redis = redis;
    this.celery = celery;
  }

  /// Where there is no Redis or Celery, the test is skipped.
  static Demo start() {
    try {
      var redis = RedisServer.start();
      return new Demo(redis, CelerySetup.of("demo", APP, Map.of("URL", redis.url())));
    } catch (MissingServerException e) {
      System.out.println("SKIPPED, the tests with Celery: " + e.getMessage());
      return Assumptions.abort("there is no Celery");
    }
  }

  /// A worker of Celery's, once it works.
  Process python(String name, String... arguments) throws InterruptedException {
    var all = new ArrayList<>(List.of("-A", "demo", "worker", "-l", "INFO", "-n", name));
    all.addAll(List.of(arguments));
    var process = tool(name, all.toArray(String[]::new));
    eventually(() -> said(name).contains(" ready."));
    return process;
  }

  /// A program of Celery's that goes on until the end.
  Process tool(String name, String... arguments) {
    var process = celery.celery(name, arguments);
    open.add(() -> process.destroyForcibly().onExit().join());
    return process;
  }

  /// What a program of Celery's has printed.
  String said(String name) {
    try {
      return Files.readString(celery.log(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String python(String expression) {
    return celery.python("from demo import *\nprint(" + expression + ")");
  }

  /// A program of Lovage's with a task that squares, one that fails and one that sleeps, for the
  /// queue `java`.
  Lovage java(String options, CountDownLatch begun) {
    var lovage = Lovage.over(MemoryEngine.create());
    open.add(lovage);
    var url = redis.url() + options;
    lovage.homes().at("java", url).at("celery", url);
    lovage.task("java.sq", Integer.class, Integer.class, n -> n * n, task -> task.queue("java"));
    lovage.task("java.sub", Pair.class, Integer.class, p -> p.x - p.y, task -> task.queue("java"));
    lovage.task(
        "java.fail",
        String.class,
        String.class,
        message -> {
          throw new IllegalStateException(message);
        },
        task -> task.queue("java").retry(RetryPolicy.none()));
    lovage.task(
        "java.sleep",
        Integer.class,
        Integer.class,
        seconds -> {
          begun.countDown();
          Thread.sleep(Duration.ofSeconds(seconds));
          return seconds;
        },
        task -> task.queue("java").retry(RetryPolicy.none()));
    return lovage;
  }

  RedisClient client() {
    return RedisClient.create("127.0.0.1", redis.port());
  }

  static void eventually(BooleanSupplier holds) throws InterruptedException {
    long end = System.nanoTime() + SOON.toNanos();
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      Thread.sleep(20);
    }
  }

  @Override
  public void close() throws Exception {
    for (var one : open.reversed()) {
      one.close();
    }
    redis.close();
  }
}
