// SPDX-License-Identifier: Apache-2.0
package dev.lovage.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lovage.LovageException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;

class RedisUrlTest {

  @Test
  void the_parts_are_read() {
    var url = RedisUrl.parse("rediss://me:p%40ss@db.example:7000/3?wait=500ms&global_keyprefix=x:");

    assertThat(url.tls()).isTrue();
    assertThat(url.user()).isEqualTo("me");
    assertThat(url.password()).isEqualTo("p@ss");
    assertThat(url.hosts()).containsExactly(new HostAndPort("db.example", 7000));
    assertThat(url.database()).isEqualTo(3);
    assertThat(url.patience()).isEqualTo(Duration.ofMillis(500));
    assertThat(new String(url.keys().queue("q"))).isEqualTo("x:q");
    assertThat(url.address()).isEqualTo("rediss://db.example:7000/3");
    assertThat(url.description()).doesNotContain("p@ss").contains("db.example:7000/3");
  }

  @Test
  void what_is_left_out_has_a_default() {
    var url = RedisUrl.parse("redis://:secret@localhost");

    assertThat(url.user()).isNull();
    assertThat(url.password()).isEqualTo("secret");
    assertThat(url.hosts()).containsExactly(new HostAndPort("localhost", 6379));
    assertThat(url.database()).isZero();
    assertThat(url.results()).isNull();
    assertThat(url.defaultQueue()).isEqualTo("celery");
    assertThat(url.unacked()).isEqualTo(64);
    assertThat(url.isOn("control")).isTrue();
    assertThat(url.isOn("task_events")).isFalse();
    assertThat(url.isOn("sent_events")).isFalse();
  }

  @Test
  void sentinels_have_a_master() {
    var url = RedisUrl.parse("sentinel://a:1,b/0?master=main");

    assertThat(url.hosts()).containsExactly(new HostAndPort("a", 1), new HostAndPort("b", 26379));
    assertThatThrownBy(() -> RedisUrl.parse("sentinel://a/0")).hasMessageContaining("master");
    assertThatThrownBy(() -> RedisUrl.parse("redis://a/0?master=m")).hasMessageContaining("master");
  }

  @Test
  void results_may_be_elsewhere() {
    var url = RedisUrl.parse("redis://a/0?results=redis://b/1?result_keyprefix=r:");

    assertThat(url.results()).isNotNull();
    assertThat(url.results().database()).isEqualTo(1);
    assertThat(url.results().keys().result("i")).isEqualTo("r:celery-task-meta-i");
  }

  @Test
  void what_is_wrong_is_refused_without_the_secret() {
    for (var url :
        List.of(
            "redis://:geheim@",
            "redis://:geheim@h/x",
            "redis://:geheim@a,b/0",
            "redis://:geheim@h/0?colour=red",
            "redis://:geheim@h/0?wait=soon",
            "redis://:geheim@h/0?control=maybe",
            "redis://:geheim@h/0?task_events=yes",
            "redis://:geheim@h/0?unacked=many",
            "redis://:geheim@h/0?connections=1")) {
      assertThatThrownBy(() -> RedisUrl.parse(url))
          .as(url)
          .isInstanceOf(LovageException.class)
          .hasMessageStartingWith("broker: the redis URL ")
          .message()
          .doesNotContain("geheim");
    }
  }
}
