// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lovage.ServedFamily;
import dev.lovage.ServedFamily.Answer;
import dev.lovage.TaskState;
import dev.lovage.spi.TaskFilter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The copies of keyed values in memory, and what readers get while something is wrong or new.
public abstract class KeyedContract extends ApiContract {

  private ServedFamily<String> feeds() {
    return lovage.servedFamily("feed/{user}", String.class);
  }

  private boolean publish(String name, long version, String json) {
    return engine.values().publish(name, version, json);
  }

  @Test
  void readers_never_see_a_keyed_value_go_backwards() throws Exception {
    var other = harness.another();
    assumeTrue(other.isPresent(), "this engine's store can't be shared by handles");
    var store = other.orElseThrow().values();
    // Only one of the two fits, so each is read from the store and from memory by turns.
    var feeds = feeds().cached(1);
    var publisher =
        Thread.ofVirtual()
            .start(() -> {
              for (int version = 1; version <= 300; version++) {
                store.publish("feed/ada", 2L * version, "\"a\"");
                store.publish("feed/bob", 2L * version + 1, "\"b\"");
              }
            });

    var before = new HashMap<String, Long>();
    while (feeds.get("bob").version() < 601) {
      for (var user : List.of("ada", "bob")) {
        long version = feeds.get(user).version();
        assertThat(version).isGreaterThanOrEqualTo(before.getOrDefault(user, 0L));
        before.put(user, version);
      }
    }
    publisher.join();

    eventually(() -> feeds.get("ada").version() == 600);
  }

  @Test
  void a_version_that_can_not_be_read_leaves_the_last_readable_one() throws Exception {
    var feeds = feeds().orDefault("nothing");
    publish("feed/ada", 1, "\"one\"");
    assertThat(feeds.get("ada").value()).isEqualTo("one");

    publish("feed/ada", 2, "{\"shape\":\"new\"}");
    publish("feed/bob", 3, "{\"shape\":\"new\"}");
    eventually(() -> lovage.values().ofFamily("feed/ada").orElseThrow().version().version() == 2);

    assertThat(feeds.get("ada")).extracting(Answer::value, Answer::version).contains("one", 1L);
    assertThat(feeds.get("bob"))
        .extracting(Answer::value, Answer::source)
        .contains("nothing", ServedFamily.DEFAULT);
    publish("feed/ada", 4, "\"four\"");
    eventually(() -> "four".equals(feeds.get("ada").value()));
  }

  @Test
  void the_json_of_a_fall_back_is_what_was_published() throws Exception {
    var groups = lovage.servedFamily("group/{name}", String.class);
    var popular = lovage.served("popular", "hits");
    var feeds = feeds().or(groups, keys -> keys).or(popular);
    publish("popular", 1, "\"\\u0068its\"");
    publish("group/ada", 2, "\"\\u0061\"");
    eventually(() -> popular.snapshot().version() == 1);

    var fallback = feeds.json("bob").orElseThrow();
    assertThat(fallback.version()).isEqualTo(popular.json());
    assertThat(fallback.source()).isEqualTo("popular");
    var grouped = lovage.values().ofFamily("feed/ada").orElseThrow();
    assertThat(grouped.version().json()).isEqualTo("\"\\u0061\"");
    assertThat(grouped.source()).isEqualTo("group/ada");
    assertThat(lovage.values().ofFamily("other/ada")).isEmpty();
  }

  @Test
  void a_value_that_was_never_computed_is_computed_for_its_first_reader() throws Exception {
    var current = lovage.served("current", 0);
    var square =
        lovage.task("square", Integer.class, Integer.class, n -> n * n, o -> o.publishes(current));
    current.refreshAfter(Duration.ofDays(3_000), square, 3);

    assertThat(current.get()).isZero();
    for (int i = 0; i < 1_000; i++) {
      current.get();
    }
    eventually(() -> queued() == 1);
    start();
    eventually(() -> Integer.valueOf(9).equals(current.get()));
    assertThat(queued()).isZero();
    assertThatThrownBy(() -> current.refreshAfter(Duration.ZERO, square, 3))
        .hasMessageContaining("refreshAfter: must be longer than zero");
  }

  private int queued() {
    var filter = new TaskFilter(TaskState.QUEUED, null, null, null, 100);
    return lovage.queries().list(filter).tasks().size();
  }

  @Test
  void the_next_version_of_a_keyed_value_is_what_its_readers_see() throws Exception {
    var feeds = feeds();
    for (int version = 1; version <= 50; version++) {
      long next = version;
      var publisher = Thread.ofVirtual().unstarted(() -> publish("feed/ada", next, "\"x\""));
      publisher.start();
      var awaited = lovage.values().await("feed/ada", v -> v.version() >= next, SOON);

      assertThat(awaited.orElseThrow().version()).isEqualTo(next);
      assertThat(feeds.get("ada").version()).isEqualTo(next);
      publisher.join();
    }
  }

  @Test
  void two_places_of_one_name_and_names_that_are_too_long_are_refused() {
    assertThatThrownBy(() -> lovage.servedFamily("a/{x}/{x}", String.class))
        .hasMessageContaining("two places of one name");
    var three = lovage.servedFamily("{a}/{b}/{c}", String.class);
    assertThatThrownBy(() -> three.get("a".repeat(200), "b".repeat(200), "c".repeat(200)))
        .hasMessageContaining("more than 512 characters");
  }
}
