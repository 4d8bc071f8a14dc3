// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lovage.spi.Engine;
import dev.lovage.spi.ValueVersion;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// Served values: always the newest, never backwards, seen everywhere.
public abstract class ValueContract extends Contract {

  private boolean publish(String name, long version, String json) {
    return engine.values().publish(name, version, json);
  }

  private String value(String name) {
    return engine.values().get(name).orElseThrow().json();
  }

  private Engine anotherHandle() {
    var other = harness.another();
    assumeTrue(other.isPresent(), "this engine's store can't be shared by handles");
    return other.orElseThrow();
  }

  @Test
  void nothing_was_published_at_first() {
    assertThat(engine.values().get("latest")).isEmpty();
  }

  @Test
  void what_was_published_can_be_read() {
    assertThat(publish("a/b:c", 3, "{\"é\":\"🌿\"}")).isTrue();

    assertThat(engine.values().get("a/b:c"))
        .contains(new ValueVersion("a/b:c", 3, "{\"é\":\"🌿\"}", now()));
  }

  @Test
  void a_newer_version_replaces_an_older_one() {
    publish("latest", 1, "\"old\"");

    assertThat(publish("latest", 7, "\"new\"")).isTrue();
    assertThat(value("latest")).isEqualTo("\"new\"");
  }

  @Test
  void an_older_or_equal_version_is_refused() {
    publish("latest", 7, "\"new\"");

    assertThat(publish("latest", 6, "\"old\"")).isFalse();
    assertThat(publish("latest", 7, "\"same\"")).isFalse();
    assertThat(value("latest")).isEqualTo("\"new\"");
  }

  @Test
  void values_do_not_touch_one_another() {
    publish("a", 7, "1");
    publish("b", 2, "2");

    assertThat(value("a")).isEqualTo("1");
    assertThat(value("b")).isEqualTo("2");
    assertThat(engine.values().get("A")).isEmpty();
  }

  @Test
  void a_settlement_and_a_publication_follow_the_same_rule() {
    var refused = running(draft().publishes("latest"));
    publish("latest", refused.version(), "\"first\"");
    succeed(refused, "\"second\"");
    assertThat(value("latest")).isEqualTo("\"first\"");

    succeed(running(draft().publishes("latest")), "\"third\"");
    assertThat(value("latest")).isEqualTo("\"third\"");
  }

  @Test
  void the_watch_tells_of_publications_and_settlements() throws Exception {
    var seen = new Seen<ValueVersion>();
    var lease = running(draft().publishes("settled"));
    try (var watch = engine.values().watch(seen)) {
      publish("published", 4, "4");
      succeed(lease, "5");

      seen.await(value -> value.name().equals("published") && value.json().equals("4"));
      seen.await(value -> value.name().equals("settled") && value.json().equals("5"));
    }
  }

  @Test
  void the_watch_ends_with_the_newest_and_never_goes_backwards() throws Exception {
    var seen = new Seen<ValueVersion>();
    try (var watch = engine.values().watch(seen);
        var threads = Executors.newFixedThreadPool(4)) {
      for (int thread = 0; thread < 4; thread++) {
        int first = thread;
        threads.execute(() -> {
          for (int version = 1 + first; version <= 200; version += 4) {
            publish("latest", version, Integer.toString(version));
          }
        });
      }
      seen.await(value -> value.version() == 200);
    }

    assertThat(seen.all()).extracting(ValueVersion::version).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void a_closed_watch_is_not_called() throws Exception {
    var closed = new Seen<ValueVersion>();
    var open = new Seen<ValueVersion>();
    engine.values().watch(closed).close();
    try (var watch = engine.values().watch(open)) {
      publish("latest", 1, "1");
      open.await(value -> value.version() == 1);
    }

    assertThat(closed.all()).isEmpty();
  }

  @Test
  void another_handle_reads_what_this_one_has_written() {
    var other = anotherHandle();
    publish("latest", 1, "1");
    var id = submit();

    assertThat(other.values().get("latest")).isEqualTo(engine.values().get("latest"));
    assertThat(other.queries().find(id)).isEqualTo(queries().find(id));
    assertThat(other.tasks().lease(request("w2", 10)).leases()).hasSize(1);
    assertThat(lease(10)).isEmpty();
  }

  @Test
  void another_handle_is_told_of_new_versions() throws Exception {
    var other = anotherHandle();
    var seen = new Seen<ValueVersion>();
    try (var watch = other.values().watch(seen)) {
      for (int version = 1; version <= 20; version++) {
        publish("latest", version, Integer.toString(version));
      }
      seen.await(value -> value.version() == 20);

      assertThat(seen.all()).extracting(ValueVersion::version).isSorted();
    }
  }

  @Test
  void what_was_written_survives_the_closing_of_the_store() {
    var other = anotherHandle();
    other.close();
    publish("latest", 9, "\"kept\"");
    var done = succeed(running(), "42");
    var open = submit();
    var before = List.of(found(done), found(open));

    engine.close();
    var reopened = anotherHandle();

    assertThat(reopened.values().get("latest").orElseThrow().json()).isEqualTo("\"kept\"");
    assertThat(List.of(reopened.queries().find(done), reopened.queries().find(open)))
        .isEqualTo(before);
  }

  @Test
  void closing_twice_does_nothing() {
    engine.check();
    engine.close();
    engine.close();
  }
}
