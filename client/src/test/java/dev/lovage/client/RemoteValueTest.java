// SPDX-License-Identifier: Apache-2.0
package dev.lovage.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Served values over HTTP.
@Timeout(60)
class RemoteValueTest {

  private static final Duration LONG = Duration.ofSeconds(20);

  private final Server server = Server.start();
  private Meddler between;
  private LovageClient client;

  @BeforeEach
  void start() throws Exception {
    between = Meddler.before(server.port());
    client = LovageClient.connect(between.url());
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    between.close();
    server.close();
  }

  @Test
  void the_newest_version_is_read_and_sent_once() throws Exception {
    var current = server.lovage.served("current", 0);
    var square =
        server.lovage.task(
            "square",
            Integer.class,
            Integer.class,
            n -> n * n,
            options -> options.publishes(current));
    var value = client.served("current", Integer.class);
    assertThat(value.get()).isZero();
    var first = value.answer();
    assertThat(value.answer()).isSameAs(first);
    assertThat(between.heads().getFirst()).doesNotContain("If-None-Match");
    assertThat(between.heads().getLast()).contains("If-None-Match: " + first.tag());

    var handle = square.submit(9);
    var worker = server.lovage.startWorker();
    var other = value.awaitOther(first, LONG);
    worker.drain(LONG);

    assertThat(other.value()).isEqualTo(81);
    assertThat(value.get()).isEqualTo(81);
    assertThat(other.tag()).isEqualTo("\"" + handle.task().version() + "\"");
    assertThat(value.awaitOther(other, Duration.ofMillis(1))).isSameAs(other);
  }

  @Test
  void a_value_of_a_family_says_where_it_came_from() {
    var popular = server.lovage.served("popular", "whales");
    server.lovage.servedFamily("feed/{user}", String.class).or(popular);

    var answer = client.served("feed/ann", String.class).answer();

    assertThat(answer.value()).isEqualTo("whales");
    assertThat(answer.source()).hasValue("popular");
  }

  @Test
  void what_is_not_there_is_refused() {
    var unknown =
        catchThrowableOfType(
            LovageException.class, () -> client.served("nothing", String.class).get());
    assertThat(unknown.code()).isEqualTo(ErrorCode.INVALID);
    assertThat(unknown).hasMessageContaining("nothing");
  }
}
