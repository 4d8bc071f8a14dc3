// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import dev.lovage.Lovage;
import dev.lovage.LovageException;
import dev.lovage.TaskId;
import dev.lovage.bench.embedded.SharedWorker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Sends to the shared queue at a steady rate: even numbers from Python, odd ones from here. The id
/// of a task is its number, so that a send that was not answered can be repeated.
final class SharedClients implements AutoCloseable {

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final int PATIENCE_SECONDS = 120;

  private final Lovage lovage;
  private final int each;
  private final int rate;
  private final AtomicLong refused = new AtomicLong();
  private final Child python;
  private @Nullable Thread java;

  private SharedClients(Lovage lovage, int each, int rate, Child python) {
    this.lovage = lovage;
    this.each = each;
    this.rate = rate;
    this.python = python;
  }

  /// Starts both, each with half of the rate.
  ///
  /// @param rate tasks a second, of both
  static SharedClients start(
      CeleryPrograms programs, Children children, Path folder, String redis, int seconds, int rate)
      throws IOException {
    int each = seconds * rate / 2;
    var lovage = Lovage.open("sqlite:" + folder.resolve("client.db"));
    lovage.homes().at(SharedWorker.QUEUE, redis);
    var words =
        List.of(
            programs.sources().resolve("shared.py").toString(),
            Integer.toString(each),
            Integer.toString(rate / 2));
    var python =
        children.start(
            "client",
            SharedWorkers.python(programs, words),
            SharedWorkers.environment(programs, redis, "client"),
            folder);
    var clients = new SharedClients(lovage, each, rate / 2, python);
    clients.java = Thread.ofPlatform().name("bench-client").start(clients::send);
    return clients;
  }

  private void send() {
    long start = System.nanoTime();
    for (long i = 0; i < each; i++) {
      long due = start + i * TimeUnit.SECONDS.toNanos(1) / rate;
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      send(2 * i + 1);
    }
  }

  /// Until it is accepted.
  private void send(long number) {
    long kind = number % 20;
    var type = kind < 2 ? SharedWorker.WAIT : SharedWorker.COMPUTE;
    while (true) {
      try {
        lovage.submit(
            type,
            number,
            options -> {
              options.queue(SharedWorker.QUEUE).id(id(number));
              if (kind == 2 || kind == 3) {
                options.delay(Duration.ofSeconds(number % 3 + 1));
              }
            });
        return;
      } catch (LovageException e) {
        if (!e.isTransient()) {
          throw e;
        }
        refused.incrementAndGet();
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  static TaskId id(long number) {
    return new TaskId(new UUID(0, number));
  }

  /// Waits until both have sent everything.
  ///
  /// @return how many tasks were sent; their numbers are those below
  int awaitEnd() throws InterruptedException {
    if (java != null && !java.join(Duration.ofSeconds(PATIENCE_SECONDS))) {
      throw new BenchException("the Java client does not come to its end");
    }
    int sent = Json.read(python.awaitResult(PATIENCE_SECONDS)).required("sent").asInt();
    if (sent != each) {
      throw new BenchException("the Python client sent %d of %d tasks".formatted(sent, each));
    }
    return 2 * each;
  }

  /// How often the Java client was told that the server is away.
  long refused() {
    return refused.get();
  }

  @Override
  public void close() {
    lovage.close();
  }
}
