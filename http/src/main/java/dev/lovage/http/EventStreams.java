// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import io.helidon.webserver.CloseConnectionException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;

/// The answers that stay open: no more than so many, none for a reader who does not read, and none
/// when the server stops. Safe for use from any thread.
final class EventStreams implements AutoCloseable {

  static final int MOST = 1_000;

  private final Watchdog watchdog;
  private final int most;
  private final Set<Thread> open = new HashSet<>();
  private boolean closed;

  EventStreams(Watchdog watchdog, int most) {
    this.watchdog = watchdog;
    this.most = most;
  }

  /// What is sent. It ends when it returns.
  interface Source {
    void write(Stream stream) throws InterruptedException;
  }

  /// Where it is sent to.
  interface Stream {
    void send(String text);
  }

  /// Refuses a further stream while there are too many.
  ///
  /// @throws LovageException `FULL`
  synchronized void checkRoom() {
    if (open.size() >= most) {
      throw new LovageException(
          ErrorCode.FULL,
          "events: " + open.size() + " streams are open here and more are not served; ask later");
    }
  }

  /// Sends on this thread until the source ends, its reader is gone or too slow, or the server
  /// stops.
  void run(OutputStream out, Source source) throws IOException {
    try (out) {
      if (enter()) {
        source.write(text -> send(out, text));
      }
    } catch (InterruptedException e) {
      // The server stops: the reader comes back, to another process or to this one when it is up.
    } finally {
      leave();
    }
  }

  private void send(OutputStream out, String text) {
    try (var _ = watchdog.watch()) {
      out.write(Reply.utf8(text));
      out.flush();
    } catch (IOException | UncheckedIOException e) {
      throw new CloseConnectionException("the reader of events is gone", e);
    }
  }

  /// Whether there is room. Whoever comes after the last place was given away is sent an empty
  /// stream, and asks again.
  private synchronized boolean enter() {
    return !closed && open.size() < most && open.add(Thread.currentThread());
  }

  private synchronized void leave() {
    open.remove(Thread.currentThread());
    // One that came as the stream ended is not meant for the next request of this connection.
    Thread.interrupted();
  }

  @Override
  public synchronized void close() {
    closed = true;
    open.forEach(Thread::interrupt);
  }
}
