// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lovage.LovageException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriterTest {

  @TempDir private Path folder;
  private Writer writer;

  @BeforeEach
  void open() throws Exception {
    var url = new SqliteUrl(folder.resolve("w.db"), true);
    var session = new Connections(url, SqlFile.load("sqlite.sql")).writer();
    Migrations.run(session);
    writer = Writer.open(session, url, InstantSource.system(), new Listeners());
  }

  @AfterEach
  void close() throws Exception {
    writer.close();
  }

  @Test
  void one_failing_call_does_not_harm_those_that_share_its_commit() throws Exception {
    var gate = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      // The first call holds the writer until all others are waiting, so that they form one group.
      var first =
          threads.submit(() ->
              writer.durably(tx -> {
                await(gate);
                return 0L;
              }));
      var calls = new ArrayList<Callable<Boolean>>();
      for (int i = 0; i < 20; i++) {
        int n = i;
        calls.add(() ->
            writer.durably(tx -> {
              boolean written = Publishing.publish(tx, "v" + n, 1, "1");
              if (n == 7) {
                throw new LovageException(dev.lovage.ErrorCode.INVALID, "not this one");
              }
              return written;
            }));
      }
      var waiting = calls.stream().map(threads::submit).toList();
      gate.countDown();
      first.get();

      for (int i = 0; i < 20; i++) {
        var answer = waiting.get(i);
        if (i == 7) {
          assertThatThrownBy(answer::get).hasMessageContaining("not this one");
        } else {
          assertThat(answer.get()).isTrue();
        }
      }
    }
    assertThat(writer.<Long>quickly(tx -> tx.query("value_last_change").number())).isEqualTo(19);
  }

  @Test
  void a_call_that_comes_while_others_are_run_joins_their_transaction() throws Exception {
    var running = new CountDownLatch(1);
    var gate = new CountDownLatch(1);
    var first =
        new FutureTask<>(() ->
            writer.durably(tx -> {
              running.countDown();
              await(gate);
              return tx;
            }));
    var second = new FutureTask<>(() -> writer.quickly(tx -> tx));
    Thread.ofPlatform().start(first);
    running.await();
    var caller = Thread.ofPlatform().start(second);
    while (caller.getState() != Thread.State.WAITING && !second.isDone()) {
      Thread.onSpinWait();
    }
    gate.countDown();

    assertThat(second.get(10, TimeUnit.SECONDS)).isSameAs(first.get(10, TimeUnit.SECONDS));
  }

  @Test
  void a_closed_writer_refuses() throws Exception {
    writer.close();

    assertThatThrownBy(() -> writer.durably(tx -> 1)).hasMessageContaining("is closed");
  }

  private static void await(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
