// SPDX-License-Identifier: Apache-2.0
package dev.lovage.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.celery.ControlRequest;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;

/// What a connection that listens lives through.
@Tag("server")
class RedisListenerTest {

  private static final Pattern ID = Pattern.compile("\\bid=(\\d+)");
  private static final Pattern AGE = Pattern.compile("\\bage=(\\d+)");

  private final LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();
  private RedisClient redis;
  private RedisLink link;
  private RedisChannels channels;
  private RedisListener listener;

  @BeforeEach
  void listen() throws InterruptedException {
    redis = RedisHarness.client();
    // So a silence of 2.2 s would be taken for a dead connection.
    var url = RedisHarness.server().url().replace("/0", "/7") + "?timeout=200ms";
    link = RedisLink.to(RedisUrl.parse(url));
    channels = new RedisChannels(link, "listener:", 0);
    listener = new RedisListener(link, channels.commands());
    listener.start(
        "test",
        pattern -> events.add("listening"),
        (channel, message) -> {
          var method = Objects.requireNonNull(ControlRequest.read(message)).method();
          events.add(method);
          if (method.equals("bad")) {
            throw new IllegalStateException("as the test wants it");
          }
        });
    assertThat(next()).isEqualTo("listening");
  }

  @AfterEach
  void close() {
    listener.close();
    link.close();
    redis.close();
  }

  private String next() throws InterruptedException {
    return events.poll(20, TimeUnit.SECONDS);
  }

  private void tell(String command) {
    var _ = channels.command(ControlRequest.of(command, Map.of()), 0, 1);
  }

  private static CommandArguments client(Object... words) {
    return new CommandArguments(Protocol.Command.CLIENT).addObjects(words);
  }

  private long connection(Pattern number) {
    var answer = redis.executeCommand(client("LIST", "TYPE", "PUBSUB"));
    var list = new String((byte[]) answer, UTF_8);
    var mine = list.lines().filter(line -> line.contains(" db=7 ")).toList();
    assertThat(mine).as(list).hasSize(1);
    var found = number.matcher(mine.getFirst());
    assertThat(found.find()).as(list).isTrue();
    return Long.parseLong(found.group(1));
  }

  @Test
  void silence_does_not_end_it() throws Exception {
    Demo.eventually(() -> connection(AGE) >= 4);

    assertThat(events).as("it was not made again").isEmpty();
  }

  @Test
  void a_connection_that_breaks_is_made_again() throws Exception {
    var _ = redis.executeCommand(client("KILL", "ID", connection(ID)));
    assertThat(next()).isEqualTo("listening");
    tell("ping");

    assertThat(next()).isEqualTo("ping");
  }

  @Test
  void the_next_one_is_heard_whatever_came_before() throws Exception {
    redis.publish(channels.commands(), "no envelope");
    tell("bad");
    tell("ping");

    assertThat(next()).isEqualTo("bad");
    assertThat(next()).isEqualTo("ping");
  }

  @Test
  void nobody_listens_after_its_end() throws Exception {
    listener.close();
    Demo.eventually(() -> channels.command(ControlRequest.of("ping", Map.of()), 0, 1) == 0);
  }

  @Test
  void its_connection_is_somebody_elses_after_its_end() throws Exception {
    for (int i = 0; i < 100; i++) {
      var heard = new CountDownLatch(1);
      var other = new RedisListener(link, channels.commands());
      other.start("test-" + i, pattern -> heard.countDown(), (channel, message) -> {});
      assertThat(heard.await(20, TimeUnit.SECONDS)).isTrue();
      other.close();

      // By whichever connection of the pool: the answer is to this, and to nothing before.
      Demo.eventually(() -> channels.command(ControlRequest.of("ping", Map.of()), 0, 1) == 1);
    }
  }
}
