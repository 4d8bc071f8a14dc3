// SPDX-License-Identifier: Apache-2.0
package dev.lovage.redis;

import static dev.lovage.redis.Demo.SOON;
import static dev.lovage.redis.Demo.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;

/// Who waits for a result is told by the channel: nothing here is ever stored, so a look at the key
/// finds nothing.
@Tag("server")
class RedisEarsTest {

  private static final String CHANNEL = "ears-test";

  private RedisClient redis;
  private RedisLink link;
  private RedisEars ears;

  @BeforeEach
  void open() {
    redis = RedisHarness.client();
    link = RedisLink.to(RedisUrl.parse(RedisHarness.server().url()));
    ears = new RedisEars(link);
  }

  @AfterEach
  void close() {
    ears.close();
    link.close();
    redis.close();
  }

  private CompletableFuture<Optional<String>> await(String wanted) {
    var heard = new CompletableFuture<Optional<String>>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            heard.complete(ears.await(CHANNEL, wanted::equals, SOON));
          } catch (InterruptedException | RuntimeException e) {
            heard.completeExceptionally(e);
          }
        });
    return heard;
  }

  private long listeners() {
    return redis.publish(CHANNEL, "begun");
  }

  @Test
  void all_who_wait_are_told_and_then_nobody_listens() throws Exception {
    var one = await("done");
    var two = await("done");
    eventually(() -> listeners() == 1);

    eventually(() -> redis.publish(CHANNEL, "done") == 0);

    assertThat(one.get()).contains("done");
    assertThat(two.get()).contains("done");
  }

  @Test
  void who_waits_while_the_connection_breaks_is_told_by_the_next_one() throws Exception {
    var waiting = await("done");
    eventually(() -> listeners() == 1);

    var kill = new CommandArguments(Protocol.Command.CLIENT).addObjects("KILL", "TYPE", "PUBSUB");
    assertThat((Long) redis.executeCommand(kill)).isPositive();
    assertThat(listeners()).isZero();
    eventually(() -> redis.publish(CHANNEL, "done") == 1);

    assertThat(waiting.get()).contains("done");
  }

  @Test
  void a_wait_that_is_over_leaves_nothing() throws Exception {
    assertThat(ears.await(CHANNEL, "done"::equals, Duration.ofMillis(50))).isEmpty();

    eventually(() -> listeners() == 0);
  }
}
