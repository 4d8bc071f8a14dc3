// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import dev.lovage.TaskId;
import dev.lovage.TaskState;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/// Submits at a steady rate, each task under an id of its own making, and repeats what was not
/// answered until it is. What it was answered is the record that the store is judged by.
final class ChaosClient {

  private static final int CALLERS = 64;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final int OK = 200;
  private static final int ACCEPTED = 202;
  private static final int CONFLICT = 409;
  private static final int UNAVAILABLE = 503;

  private final List<URI> webs;
  private final long seed;
  private final int rate;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final AtomicLong next = new AtomicLong();
  private final Queue<ChaosTask> tasks = new ConcurrentLinkedQueue<>();
  private final Queue<String> surprises = new ConcurrentLinkedQueue<>();

  ChaosClient(List<URI> webs, long seed, int rate) {
    this.webs = webs;
    this.seed = seed;
    this.rate = rate;
  }

  /// Starts the callers, which submit until `seconds` are over and then see to what they have
  /// begun.
  List<Thread> start(int seconds) {
    long begin = System.nanoTime();
    long count = (long) seconds * rate;
    return IntStream.range(0, CALLERS)
        .mapToObj(_ -> Thread.ofVirtual().start(() -> call(begin, count)))
        .toList();
  }

  List<ChaosTask> accepted() {
    return tasks.stream().filter(task -> task.accepted).toList();
  }

  /// Answers that a client has no reason to expect.
  List<String> surprises() {
    return List.copyOf(surprises);
  }

  private void call(long begin, long count) {
    for (long n = next.getAndIncrement(); n < count; n = next.getAndIncrement()) {
      long due = begin + n * TimeUnit.SECONDS.toNanos(1) / rate;
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      var random = new SplittableRandom(seed * 1_000_003 + n);
      var task = new ChaosTask(n, TaskId.next(InstantSource.system(), random), random.nextInt(100));
      tasks.add(task);
      try {
        submit(task);
        if (task.kind == ChaosTask.Kind.CANCELLED && task.accepted) {
          cancel(task);
        }
      } catch (InterruptedException e) {
        return; // The bench is given up.
      }
    }
  }

  private void submit(ChaosTask task) throws InterruptedException {
    var answer =
        answered(
            request(task, task.path())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(task.argument()))
                .build());
    task.accepted = answer.statusCode() == ACCEPTED;
    if (!task.accepted) {
      surprises.add("submit of %s: %d %s".formatted(task, answer.statusCode(), answer.body()));
    }
  }

  private void cancel(ChaosTask task) throws InterruptedException {
    var answer = answered(request(task, "/v1/tasks/" + task.id).DELETE().build());
    switch (answer.statusCode()) {
      case OK -> task.cancelAnswer = TaskState.CANCELLED;
      case ACCEPTED -> task.cancelAnswer = TaskState.RUNNING;
      case CONFLICT -> task.cancelAnswer = TaskState.SUCCEEDED;
      default ->
          surprises.add("cancel of %s: %d %s".formatted(task, answer.statusCode(), answer.body()));
    }
  }

  private HttpRequest.Builder request(ChaosTask task, String path) {
    var web = webs.get((int) (task.number % webs.size()));
    return HttpRequest.newBuilder(web.resolve(path)).timeout(TIMEOUT);
  }

  /// Repeats the request until somebody is there to answer it.
  private HttpResponse<String> answered(HttpRequest request) throws InterruptedException {
    while (true) {
      try {
        var answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != UNAVAILABLE) {
          return answer;
        }
      } catch (IOException e) {
        // The web process is dead or just starting, and nobody knows what became of the request.
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
