// SPDX-License-Identifier: Apache-2.0
package dev.lovage.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// Reads `/current` without a pause, as users would while everything else goes on.
final class Reader implements AutoCloseable {

  private final List<Long> seen = new ArrayList<>();
  private final List<Throwable> errors = new ArrayList<>();
  private final AtomicBoolean stop = new AtomicBoolean();
  private final Thread thread;

  private Reader(Client client) {
    this.thread = Thread.ofVirtual().unstarted(() -> read(client));
  }

  static Reader of(Client client) {
    var reader = new Reader(client);
    reader.thread.start();
    return reader;
  }

  private void read(Client client) {
    while (!stop.get() && errors.isEmpty()) {
      try {
        long value = Long.parseLong(client.get("/current"));
        synchronized (this) {
          if (seen.isEmpty() || seen.getLast() != value) {
            seen.add(value);
          }
        }
      } catch (RuntimeException | AssertionError e) {
        errors.add(e);
      }
    }
  }

  /// The different values, in the order in which they came; fails if a read failed.
  List<Long> stop() {
    stop.set(true);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    assertThat(errors).isEmpty();
    return seen;
  }

  @Override
  public void close() {
    stop.set(true);
  }
}
