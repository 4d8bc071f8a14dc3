// SPDX-License-Identifier: Apache-2.0
package dev.lovage.app;

import dev.lovage.Lovage;
import dev.lovage.Worker;
import dev.lovage.http.HttpServer;
import dev.lovage.schedule.Scheduler;
import dev.lovage.spi.Engine;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An app that has started. Safe for use from any thread.
public final class RunningApp implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(RunningApp.class);
  private static final Duration FIRST_LOAD = Duration.ofSeconds(30);

  private final App app;
  private final Plan plan;
  private final @Nullable HttpServer http;
  private final @Nullable Worker worker;
  private final @Nullable Scheduler scheduler;

  private RunningApp(
      App app,
      Plan plan,
      @Nullable HttpServer http,
      @Nullable Worker worker,
      @Nullable Scheduler scheduler) {
    this.app = app;
    this.plan = plan;
    this.http = http;
    this.worker = worker;
    this.scheduler = scheduler;
  }

  static RunningApp start(App app, Plan plan, Supplier<Engine> store) {
    app.engine().open(store);
    if (plan.actions() != null) {
      app.lovage().actions().at(plan.actions());
    }
    HttpServer http = null;
    var worker = new AtomicReference<@Nullable Worker>();
    try {
      app.homes(plan.homes()).forEach(app.lovage().homes()::at);
      awaitModels(app);
      // Now, so that a log that is not there is heard of at the start.
      app.lovage().actions().open();
      // Before the first request, whose action counts already.
      app.triggers().putDeclared();
      app.started();
      // The web first: it can answer while the worker's threads start.
      if (plan.http() != null) {
        http =
            HttpServer.start(app.lovage(), app.web(), plan.http(), () -> troubleOf(worker.get()));
      }
      worker.set(startWorker(app, plan));
      // Last: a program that can't start makes no tasks.
      var scheduler = plan.worker() != null ? app.triggers().startWith(app.schedules()) : null;
      return new RunningApp(app, plan, http, worker.get(), scheduler);
    } catch (RuntimeException e) {
      if (http != null) {
        http.close();
      }
      var started = worker.get();
      if (started != null) {
        started.drain(Duration.ZERO);
      }
      app.lovage().close();
      throw e;
    }
  }

  /// Who comes back after a restart does not get an older model than before.
  private static void awaitModels(App app) {
    try {
      if (!app.lovage().models().awaitLoaded(FIRST_LOAD)) {
        log.warn("the models were not loaded within {}; older ones serve until then", FIRST_LOAD);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Optional<String> troubleOf(@Nullable Worker worker) {
    return worker == null || worker.isHealthy()
        ? Optional.empty()
        : Optional.of("The worker of this process has lost contact with the store.");
  }

  private static @Nullable Worker startWorker(App app, Plan plan) {
    // An app of routes alone may `run`; asking it to be a `worker` is refused by core, in a
    // sentence.
    var options = plan.worker();
    boolean wanted = app.computes() || plan.role() == Role.WORKER;
    return options != null && wanted ? app.lovage().startWorker(options) : null;
  }

  /// Where the app answers, for example `http://127.0.0.1:8080`; empty for a worker.
  public Optional<URI> address() {
    return Optional.ofNullable(http)
        .map(server -> URI.create("http://" + hostInUrl() + ":" + server.port()));
  }

  /// The worker of this process; empty for `serve`.
  public Optional<Worker> worker() {
    return Optional.ofNullable(worker);
  }

  /// The library below.
  public Lovage lovage() {
    return app.lovage();
  }

  /// Stops answering HTTP and leasing, lets running attempts finish for at most `grace`, releases
  /// the rest to be run elsewhere and closes the store. Returns when all that is done.
  public void stop(Duration grace) {
    if (scheduler != null) {
      scheduler.close();
    }
    // At once: nothing more is leased while the last requests are answered.
    Thread.ofVirtual().start(() -> hurry(grace));
    if (http != null) {
      http.close();
    }
    hurry(grace);
    app.lovage().close();
  }

  /// As [#stop], with the grace that the arguments gave, by default 25 s.
  @Override
  public void close() {
    stop(plan.grace());
  }

  /// Shortens the grace of a stop that another thread has begun.
  void hurry(Duration grace) {
    if (worker != null) {
      worker.drain(grace);
    }
  }

  App app() {
    return app;
  }

  Plan plan() {
    return plan;
  }

  private String hostInUrl() {
    var settings = plan.http();
    var host = settings == null ? "127.0.0.1" : settings.host();
    return switch (host) {
      case "0.0.0.0" -> "127.0.0.1";
      case "::" -> "[::1]";
      default -> host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    };
  }
}
