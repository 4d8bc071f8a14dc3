// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import static dev.lovage.TaskState.QUEUED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lovage.ServedFamily;
import dev.lovage.ServedFamily.Answer;
import dev.lovage.TaskType;
import dev.lovage.spi.TaskFilter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Families of served values through the public API, and values that refresh themselves.
public abstract class FamilyContract extends ApiContract {

  /// For whom, and how many.
  public record Wish(String user, int items) {}

  private ServedFamily<String> feeds() {
    return lovage.servedFamily("feed/{user}", String.class);
  }

  private TaskType<Wish, String> training(ServedFamily<String> feeds) {
    return lovage.task(
        "train",
        Wish.class,
        String.class,
        wish -> wish.user() + " gets " + wish.items(),
        options -> options.publishes(feeds));
  }

  private static String source(Answer<?> answer) {
    return answer.source() + ": " + answer.value();
  }

  @Test
  void a_result_is_served_under_the_key_of_its_argument() throws Exception {
    var feeds = feeds();
    var train = training(feeds);
    start();
    assertThat(source(feeds.get("ada"))).isEqualTo("none: null");

    var handle = train.submit(new Wish("ada", 3));
    handle.await(SOON);

    eventually(() -> feeds.get("ada").source().equals("feed/ada"));
    assertThat(feeds.get("ada").value()).isEqualTo("ada gets 3");
    assertThat(feeds.get("ada").version()).isEqualTo(handle.task().version());
    assertThat(handle.task().placement().publishes()).isEqualTo("feed/ada");
    assertThat(source(feeds.get("bob"))).isEqualTo("none: null");
    assertThat(lovage.values().get("feed/ada").orElseThrow().json()).isEqualTo("\"ada gets 3\"");
    assertThatThrownBy(() -> train.submit(new Wish("a/b", 1))).hasMessageContaining("user: takes");
  }

  @Test
  void fall_backs_are_asked_in_their_order_and_named_in_the_answer() throws Exception {
    var popular = lovage.served("popular", "hits");
    var groups = lovage.servedFamily("group/{name}", String.class);
    var feeds =
        feeds()
            .or(groups, keys -> keys.getFirst().startsWith("a") ? List.of("as") : List.of())
            .or(popular)
            .orDefault("nothing");
    engine.values().publish("group/as", 1, "\"for all a\"");

    assertThat(source(feeds.get("ada"))).isEqualTo("group/as: for all a");
    assertThat(source(feeds.get("bob"))).isEqualTo("popular: hits");
    engine.values().publish("feed/ada", 2, "\"own\"");
    eventually(() -> source(feeds.get("ada")).equals("feed/ada: own"));
    assertThat(source(feeds().orDefault("nothing").get("bob"))).isEqualTo("default: nothing");
  }

  @Test
  void what_is_no_longer_in_memory_is_read_from_the_store_again() throws Exception {
    var feeds = feeds().cached(1);
    for (int i = 0; i < 50; i++) {
      engine.values().publish("feed/u" + i, i + 1, "\"" + i + "\"");
    }
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 50; i++) {
        assertThat(feeds.get("u" + i).value()).isEqualTo(Integer.toString(i));
      }
    }
    engine.values().publish("feed/u7", 100, "\"newer\"");
    eventually(() -> "newer".equals(feeds.get("u7").value()));
  }

  @Test
  void a_read_of_an_old_value_starts_one_recomputation() throws Exception {
    var feeds = feeds();
    var train = training(feeds);
    feeds.refreshAfter(Duration.ofHours(1), train, keys -> new Wish(keys.getFirst(), 9));
    var elsewhere = lovage.servedFamily("feed/{user}", String.class);
    elsewhere.refreshAfter(Duration.ofHours(1), train, keys -> new Wish(keys.getFirst(), 9));

    assertThat(feeds.get("ada").value()).isNull();
    elsewhere.get("ada");
    eventually(() -> queued() == 1);
    start();

    eventually(() -> "ada gets 9".equals(feeds.get("ada").value()));
    assertThat(feeds.get("ada").source()).isEqualTo("feed/ada");
  }

  private int queued() {
    return lovage.queries().list(new TaskFilter(QUEUED, null, null, null, 100)).tasks().size();
  }

  @Test
  void a_plain_value_refreshes_itself_too() throws Exception {
    var current = lovage.served("current", 0);
    var square =
        lovage.task("square", Integer.class, Integer.class, n -> n * n, o -> o.publishes(current));
    current.refreshAfter(Duration.ofNanos(1), square, 3);
    start();

    eventually(() -> Integer.valueOf(9).equals(current.get()));
  }

  @Test
  void a_template_without_a_place_for_a_key_is_refused() {
    for (var bad : List.of("feed", "feed/{user", "feed/}{", "feed {user}", "feed/{}")) {
      assertThatThrownBy(() -> lovage.servedFamily(bad, String.class))
          .as(bad)
          .hasMessageContaining("needs a place for a key");
    }
    assertThatThrownBy(() -> feeds().get("a", "b")).hasMessageContaining("takes 1 keys");
  }

  @Test
  void the_next_version_is_waited_for() throws Exception {
    engine.values().publish("current", 1, "1");
    var none = lovage.values().await("current", v -> v.version() > 1, Duration.ofMillis(1));
    assertThat(none.orElseThrow().version()).isEqualTo(1);

    var later = Thread.ofVirtual().unstarted(() -> engine.values().publish("current", 2, "2"));
    later.start();
    var next = lovage.values().await("current", v -> v.version() > 1, SOON);
    assertThat(next.orElseThrow().json()).isEqualTo("2");
    assertThat(lovage.values().await("nothing", v -> true, Duration.ofMillis(1))).isEmpty();
  }
}
