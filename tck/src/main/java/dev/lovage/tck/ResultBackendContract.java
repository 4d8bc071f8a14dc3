// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.spi.GroupPart;
import dev.lovage.spi.GroupSize;
import dev.lovage.spi.ResultBackend;
import dev.lovage.spi.StoredResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What every place for results keeps to.
public abstract class ResultBackendContract extends BrokerCalls {

  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration SOON = Duration.ofSeconds(10);

  ResultBackend results() {
    return harness.engine().results();
  }

  /// A document of an end or of something in between.
  protected String document(String status, String text) {
    return "{\"status\": \"" + status + "\", \"result\": \"" + text + "\"}";
  }

  private StoredResult result(String id, String status, String text) {
    return new StoredResult(id, document(status, text), status.equals("SUCCESS"), DAY);
  }

  private void put(String id, String status, String text) {
    results().put(List.of(result(id, status, text)));
  }

  @Test
  void what_was_put_is_there() {
    results().put(List.of(result("a", "SUCCESS", "1"), result("b", "FAILURE", "ä")));

    assertThat(results().get(List.of("a", "b", "c")))
        .isEqualTo(Map.of("a", document("SUCCESS", "1"), "b", document("FAILURE", "ä")));
    assertThat(results().get(List.of())).isEmpty();
  }

  @Test
  void newer_documents_take_the_place_of_older_ones() {
    put("a", "STARTED", "0");
    put("a", "FAILURE", "1");
    put("a", "SUCCESS", "2");

    assertThat(results().get(List.of("a"))).containsEntry("a", document("SUCCESS", "2"));
  }

  @Test
  void nothing_takes_the_place_of_a_success() {
    put("a", "SUCCESS", "1");
    put("a", "FAILURE", "2");
    put("a", "SUCCESS", "3");
    results().put(List.of(result("b", "SUCCESS", "1"), result("b", "RETRY", "2")));

    assertThat(results().get(List.of("a", "b")))
        .isEqualTo(Map.of("a", document("SUCCESS", "1"), "b", document("SUCCESS", "1")));
  }

  @Test
  void a_word_in_a_result_is_not_taken_for_a_success() {
    put("a", "FAILURE", "\\\"status\\\": \\\"SUCCESS\\\"");
    put("a", "SUCCESS", "2");

    assertThat(results().get(List.of("a"))).containsEntry("a", document("SUCCESS", "2"));
  }

  @Test
  void what_is_forgotten_is_gone() {
    put("a", "SUCCESS", "1");

    results().forget(List.of("a", "b"));
    results().forget(List.of());

    assertThat(results().get(List.of("a"))).isEmpty();
  }

  @Test
  void who_waits_gets_what_is_there() throws InterruptedException {
    put("a", "SUCCESS", "1");

    assertThat(results().await("a", d -> true, Duration.ZERO)).hasValue(document("SUCCESS", "1"));
    assertThat(results().await("b", d -> true, Duration.ofMillis(20))).isEmpty();
  }

  @Test
  void who_waits_gets_what_another_process_puts_and_only_what_is_wanted() throws Exception {
    var seen = new CountDownLatch(1);
    var waiting =
        new FutureTask<@Nullable String>(() ->
            results()
                .await(
                    "a",
                    document -> {
                      seen.countDown();
                      return document.contains("SUCCESS");
                    },
                    SOON)
                .orElse(null));
    Thread.ofVirtual().start(waiting);
    var other = harness.another().results();
    other.put(List.of(result("a", "STARTED", "0")));
    assertThat(seen.await(5, TimeUnit.SECONDS)).isTrue();

    other.put(List.of(result("a", "SUCCESS", "1")));

    assertThat(waiting.get(5, TimeUnit.SECONDS)).isEqualTo(document("SUCCESS", "1"));
  }

  @Test
  void no_result_falls_between_the_look_and_the_wait() throws Exception {
    var other = harness.another().results();
    for (int i = 0; i < 100; i++) {
      var id = "r" + i;
      var waiting = new FutureTask<>(() -> results().await(id, d -> true, SOON).isPresent());
      Thread.ofVirtual().start(waiting);
      other.put(List.of(result(id, "SUCCESS", "1")));
      assertThat(waiting.get(5, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static GroupPart part(String id, @Nullable Integer index) {
    return new GroupPart("g", id, index, "[1, \"" + id + "\", \"SUCCESS\", 1]", DAY);
  }

  private boolean completes(GroupPart part) {
    return results().count(List.of(part)).getFirst().isPresent();
  }

  @Test
  void a_group_is_complete_when_its_last_part_has_ended() {
    results().expect(List.of(new GroupSize("g", 3, DAY)));

    assertThat(completes(part("c", 2))).isFalse();
    assertThat(completes(part("a", 0))).isFalse();
    var last = results().count(List.of(part("b", 1))).getFirst();

    assertThat(last.orElseThrow().documents())
        .containsExactly(part("a", 0).document(), part("b", 1).document(), part("c", 2).document());
  }

  @Test
  void a_part_that_comes_again_is_counted_once_even_with_another_result() {
    results().expect(List.of(new GroupSize("g", 2, DAY)));
    assertThat(completes(part("a", 0))).isFalse();
    var otherwise = new GroupPart("g", "a", 0, "[1, \"a\", \"SUCCESS\", 2]", DAY);

    assertThat(completes(otherwise)).isFalse();
    assertThat(completes(part("b", null))).isTrue();
    // Who completed it may have died before it said so.
    assertThat(completes(part("b", null))).isTrue();
  }

  @Test
  void parts_may_end_before_their_number_is_known() {
    assertThat(completes(part("a", 0))).isFalse();
    results().expect(List.of(new GroupSize("g", 2, DAY)));

    var both = results().count(List.of(part("b", 1), part("b", 1)));

    assertThat(both).allMatch(group -> group.isPresent());
  }

  @Test
  void the_form_of_a_group_comes_with_it() {
    results().expect(List.of(new GroupSize("g", 1, "{\"result\": []}", DAY)));

    var group = results().count(List.of(part("a", 0))).getFirst().orElseThrow();

    assertThat(group.form()).isEqualTo("{\"result\": []}");
  }

  @Test
  void a_group_that_is_forgotten_is_not_completed_again() {
    results().expect(List.of(new GroupSize("g", 1, DAY)));
    assertThat(completes(part("a", 0))).isTrue();

    results().forgetGroups(List.of("g"));

    assertThat(completes(part("a", 0))).isFalse();
  }
}
