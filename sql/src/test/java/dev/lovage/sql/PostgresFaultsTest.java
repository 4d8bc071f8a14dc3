// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lovage.ErrorCode;
import dev.lovage.Lovage;
import dev.lovage.LovageException;
import dev.lovage.TaskHandle;
import dev.lovage.TaskType;
import dev.lovage.Worker;
import dev.lovage.servers.PostgresServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/// What a server does to those who depend on it, and what they make of it.
@Tag("server")
class PostgresFaultsTest {

  private static final Duration SOON = Duration.ofSeconds(30);

  private final ConcurrentLinkedQueue<TaskHandle<Integer>> accepted = new ConcurrentLinkedQueue<>();
  private PostgresServer server;
  private Lovage lovage;
  private TaskType<Integer, Integer> twice;
  private Worker worker;
  private volatile boolean submitting = true;

  @BeforeEach
  void start() {
    PostgresHarness.server(); // skips where there is none
    server = PostgresServer.startForTests();
    lovage = Lovage.open(server.url() + "?wait=500ms");
    twice = lovage.task("twice", Integer.class, Integer.class, n -> 2 * n);
    worker = lovage.startWorker(options -> options.concurrency(2));
  }

  @AfterEach
  void stop() {
    submitting = false;
    if (worker == null) {
      return;
    }
    worker.drain(Duration.ofSeconds(1));
    lovage.close();
    server.close();
  }

  /// A client that submits all the time and writes down what was accepted.
  private Thread client() {
    return Thread.ofPlatform()
        .start(() -> {
          for (int i = 0; submitting; i++) {
            try {
              accepted.add(twice.submit(i));
            } catch (LovageException e) {
              assertThat(e.isTransient()).as(e.toString()).isTrue();
            }
          }
        });
  }

  private void awaitAccepted(int more) {
    int wanted = accepted.size() + more;
    while (accepted.size() < wanted) {
      Thread.onSpinWait();
    }
  }

  /// Expects that everything goes on, and that each task that was accepted has its result.
  private void check(Thread client, TestReporter reporter, long backNanos) throws Exception {
    var first = firstOf();
    reporter.publishEntry(
        "served again after ms", "" + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - backNanos));
    assertThat(first).isEqualTo(14);
    awaitAccepted(100);
    submitting = false;
    client.join();
    for (var handle : accepted) {
      assertThat(handle.await(SOON)).isNotNull();
    }
    awaitHealthy();
  }

  /// Its heart may be about to find out only now.
  private void awaitHealthy() {
    long end = System.nanoTime() + SOON.toNanos();
    while (!worker.isHealthy() && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(worker.isHealthy()).isTrue();
  }

  private int firstOf() throws Exception {
    while (true) {
      try {
        return twice.submit(7).await(SOON);
      } catch (LovageException e) {
        assertThat(e.isTransient()).as(e.toString()).isTrue();
      }
    }
  }

  @Test
  void a_restart_under_load_loses_nothing(TestReporter reporter) throws Exception {
    var client = client();
    awaitAccepted(200);

    server.halt();
    assertThatThrownBy(() -> twice.submit(1))
        .isInstanceOfSatisfying(
            LovageException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    server.resume();

    check(client, reporter, System.nanoTime());
  }

  @Test
  void a_crash_under_load_loses_nothing(TestReporter reporter) throws Exception {
    var client = client();
    awaitAccepted(200);

    server.kill();
    server.resume();

    check(client, reporter, System.nanoTime());
  }

  @Test
  void a_server_that_hangs_for_a_while_is_waited_for(TestReporter reporter) throws Exception {
    var client = client();
    awaitAccepted(200);

    server.freeze();
    assertThatThrownBy(() -> lovage.check()).isInstanceOf(LovageException.class);
    server.thaw();

    check(client, reporter, System.nanoTime());
  }

  @Test
  void a_port_where_somebody_answers_nothing_is_no_server(TestReporter reporter) throws Exception {
    var client = client();
    awaitAccepted(200);
    server.halt();

    try (var silent = new ServerSocket(server.port(), 50, InetAddress.getLoopbackAddress())) {
      var taken = new ConcurrentLinkedQueue<Socket>();
      var listener = Thread.ofVirtual().start(() -> takeAll(silent, taken));
      assertThatThrownBy(() -> twice.submit(1))
          .isInstanceOfSatisfying(
              LovageException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
      silent.close();
      listener.join();
      for (var socket : taken) {
        socket.close();
      }
    }
    server.resume();

    check(client, reporter, System.nanoTime());
  }

  private static void takeAll(ServerSocket silent, ConcurrentLinkedQueue<Socket> taken) {
    try {
      while (true) {
        taken.add(silent.accept());
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  @Test
  void many_that_start_at_once_on_an_empty_database_make_one_schema() throws Exception {
    var calls =
        IntStream.range(0, 16)
            .<Callable<Lovage>>mapToObj(
                i -> () -> Lovage.open(server.url() + "?schema=fresh&connections=2"))
            .toList();
    var opened = new ArrayList<Lovage>();
    try (var threads = Executors.newFixedThreadPool(16)) {
      for (var done : threads.invokeAll(calls)) {
        opened.add(done.get());
      }
    }
    opened.forEach(Lovage::check);
    opened.forEach(Lovage::close);
  }

  @Test
  void a_server_that_is_not_there_is_said_at_the_start() {
    server.halt();

    assertThatThrownBy(() -> Lovage.open(server.url()).close())
        .isInstanceOf(LovageException.class)
        .hasMessageContaining("127.0.0.1:" + server.port())
        .hasMessageContaining("does not answer");

    server.resume();
  }

  @Test
  void a_schema_of_a_newer_version_is_refused() throws Exception {
    try (var connection =
            java.sql.DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + server.port() + "/lovage", "lovage", "");
        var statement = connection.createStatement()) {
      statement.execute("INSERT INTO lovage.migration (version) VALUES (999)");
    }

    assertThatThrownBy(() -> Lovage.open(server.url()).close())
        .hasMessageContaining("999")
        .hasMessageContaining("use a newer Lovage");
  }

  @Test
  void without_notifications_processes_find_out_by_polling() throws Exception {
    try (var other = Lovage.open(server.url() + "?notifications=off")) {
      var elsewhere = other.task("elsewhere", Integer.class, Integer.class, n -> n + 1);
      var polling = other.startWorker();
      try {
        var submitted = lovage.task("elsewhere", Integer.class, Integer.class);

        var handles = List.of(submitted.submit(1), elsewhere.submit(2));

        assertThat(handles.get(0).await(SOON)).isEqualTo(2);
        assertThat(handles.get(1).await(SOON)).isEqualTo(3);
      } finally {
        polling.drain(Duration.ofSeconds(5));
      }
    }
  }
}
