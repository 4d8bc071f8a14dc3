// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Reads a served value as a user would while everything else goes on, and counts what is older
/// than what it has seen before.
final class ChaosReader {

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final int OK = 200;

  private final HttpRequest request;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private volatile boolean stop;
  private long reads;
  private long older;
  private long newest;
  private @Nullable Thread thread;

  ChaosReader(URI value) {
    this.request = HttpRequest.newBuilder(value).timeout(Duration.ofSeconds(10)).build();
  }

  ChaosReader start() {
    thread = Thread.ofVirtual().start(this::read);
    return this;
  }

  private void read() {
    while (!stop) {
      try {
        var answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() == OK) {
          see(version(answer.headers().firstValue("ETag").orElseThrow()));
        }
      } catch (IOException e) {
        // Nobody is there just now.
      } catch (InterruptedException e) {
        return;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private void see(long version) {
    reads++;
    if (version < newest) {
      older++;
    }
    newest = Math.max(newest, version);
  }

  /// The tag begins with the version.
  static long version(String tag) {
    var digits = tag.replaceFirst("^(W/)?\"", "").replaceFirst("\\D.*$", "");
    return digits.isEmpty() ? 0 : Long.parseLong(digits);
  }

  /// What it has seen when it has stopped.
  Seen stop() throws InterruptedException {
    stop = true;
    if (thread != null) {
      thread.join();
    }
    return new Seen(reads, older, newest);
  }

  /// @param older how many reads gave an older version than one before
  record Seen(long reads, long older, long newest) {}
}
