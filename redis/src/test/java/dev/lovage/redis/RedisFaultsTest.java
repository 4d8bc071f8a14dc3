// SPDX-License-Identifier: Apache-2.0
package dev.lovage.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lovage.ErrorCode;
import dev.lovage.Lovage;
import dev.lovage.LovageException;
import dev.lovage.TaskHandle;
import dev.lovage.servers.RedisServer;
import dev.lovage.spi.BrokerEngine;
import dev.lovage.testkit.MemoryEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;

/// The server goes away and comes back, or its connections are cut: workers go on by themselves.
@Tag("server")
class RedisFaultsTest {

  private static final Duration SOON = Duration.ofSeconds(20);

  @Test
  void workers_and_waiters_go_on_after_a_restart_and_nothing_is_lost() throws Exception {
    RedisHarness.server(); // skips where there is none
    try (var redis = RedisServer.startDurable();
        var lovage = Lovage.over(MemoryEngine.create())) {
      lovage.homes().at("java", redis.url());
      var begun = new CountDownLatch(4);
      var go = new CountDownLatch(1);
      var task =
          lovage.task(
              "slow",
              Integer.class,
              Integer.class,
              n -> {
                begun.countDown();
                go.await();
                return n;
              },
              options -> options.queue("java").io());
      var handles = new ArrayList<TaskHandle<Integer>>();
      for (int i = 0; i < 20; i++) {
        handles.add(task.submit(i));
      }
      var worker = lovage.startWorker();
      assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

      redis.kill();
      go.countDown(); // their ends can't be told
      assertThatThrownBy(() -> task.submit(99))
          .isInstanceOfSatisfying(
              LovageException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
      redis.resume();
      long back = System.nanoTime();

      for (int i = 0; i < 20; i++) {
        assertThat(handles.get(i).await(SOON)).isEqualTo(i);
      }
      assertThat(Duration.ofNanos(System.nanoTime() - back)).isLessThan(Duration.ofSeconds(2));
      assertThat(task.submit(7).await(SOON)).isEqualTo(7);
      worker.drain(Duration.ofSeconds(5));
    }
  }

  @Test
  void cut_connections_are_made_again() throws Exception {
    var server = RedisHarness.server();
    try (var lovage = Lovage.over(MemoryEngine.create());
        var client = RedisClient.create("127.0.0.1", server.port())) {
      lovage.homes().at("cut", server.url() + "?global_keyprefix=cut:&result_keyprefix=cut:");
      var task =
          lovage.task(
              "echo", Integer.class, Integer.class, n -> n, options -> options.queue("cut"));
      var worker = lovage.startWorker();
      // What the first takes is the start of all that there is.
      assertThat(task.submit(-1).await(SOON)).isEqualTo(-1);
      var times = new ArrayList<Duration>();
      for (int i = 0; i < 10; i++) {
        kill(client, "normal");
        kill(client, "pubsub");
        long begin = System.nanoTime();
        assertThat(task.submit(i).await(SOON)).isEqualTo(i);
        times.add(Duration.ofNanos(System.nanoTime() - begin));
      }
      assertThat(times).allMatch(time -> time.compareTo(Duration.ofSeconds(2)) < 0);
      worker.drain(Duration.ofSeconds(5));
    }
  }

  private static void kill(RedisClient client, String type) {
    var arguments = new CommandArguments(Protocol.Command.CLIENT);
    List.of("KILL", "TYPE", type, "SKIPME", "yes").forEach(arguments::add);
    var _ = client.executeCommand(arguments);
  }

  @Test
  void what_a_dead_worker_held_is_run_by_another_and_a_result_that_is_there_stands()
      throws Exception {
    var server = RedisHarness.server();
    var url = server.url() + "?global_keyprefix=dead:&result_keyprefix=dead:";
    try (var dead = BrokerEngine.open(url);
        var lovage = Lovage.over(MemoryEngine.create())) {
      lovage.homes().at("q", url);
      var task =
          lovage.task("echo", Integer.class, Integer.class, n -> n, options -> options.queue("q"));
      var first = task.submit(1);
      var wish = List.of(new dev.lovage.spi.LeaseRequest.QueueLimit("q", 5));
      assertThat(dead.broker().receive(wish, Duration.ofSeconds(1)).deliveries()).hasSize(1);

      var worker = lovage.startWorker();

      assertThat(first.await(SOON)).isEqualTo(1);
      worker.drain(Duration.ofSeconds(5));
    }
  }
}
