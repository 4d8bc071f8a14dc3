// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lovage.Manifest;
import dev.lovage.TaskId;
import dev.lovage.spi.BlobRef;
import dev.lovage.spi.BlobStore;
import dev.lovage.spi.JsonCodec;
import dev.lovage.spi.ValueVersion;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Large contents beside the ledger.
public abstract class BlobContract extends Contract {

  private static final int MIB = 1 << 20;

  private BlobStore blobs() {
    return engine.blobs();
  }

  private BlobRef put(TaskId owner, long part) throws IOException {
    var ref = new BlobRef(owner, part);
    blobs().put(ref, out -> out.write(new byte[] {1, 2, 3}));
    return ref;
  }

  private static String manifest(BlobRef ref) {
    return JsonCodec.encode(
        "manifest", new Manifest(ref.toString(), 3, "00", Map.of("m", 1.0), Map.of()));
  }

  private boolean isThere(BlobRef ref) throws IOException {
    var found = blobs().open(ref);
    if (found.isPresent()) {
      found.get().close();
    }
    return found.isPresent();
  }

  private void spared() {
    advance(BlobStore.SPARED);
    tasks().prune(1_000);
  }

  @Test
  void what_was_written_is_read() throws Exception {
    for (int size : new int[] {0, 1, MIB - 1, MIB, MIB + 1, 5 * MIB + 7}) {
      writeAndRead(size);
    }
  }

  private void writeAndRead(int size) throws IOException {
    var bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    var ref = new BlobRef(newId(), size);

    blobs()
        .put(
            ref,
            out -> {
              if (size > 0) {
                out.write(bytes[0]);
                out.write(bytes, 1, size - 1);
              }
            });

    try (var in = blobs().open(ref).orElseThrow()) {
      assertThat(in.readAllBytes()).isEqualTo(bytes);
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void another_process_reads_it_too() throws Exception {
    var other = harness.another();
    org.junit.jupiter.api.Assumptions.assumeTrue(other.isPresent());
    var ref = put(newId(), 1);

    try (var in = other.get().blobs().open(ref).orElseThrow()) {
      assertThat(in.readAllBytes()).containsExactly(1, 2, 3);
    }
  }

  @Test
  void what_was_not_stored_is_not_there() {
    assertThat(blobs().open(new BlobRef(newId(), 1))).isEmpty();
    blobs().remove(new BlobRef(newId(), 1));
  }

  @Test
  void a_removed_one_is_gone_and_others_are_not() throws Exception {
    var owner = newId();
    var one = put(owner, 1);
    var two = put(owner, 2);

    blobs().remove(one);

    assertThat(isThere(one)).isFalse();
    assertThat(isThere(two)).isTrue();
  }

  @Test
  void a_content_that_throws_leaves_nothing_and_its_exception_comes_through() throws Exception {
    var ref = new BlobRef(newId(), 1);

    assertThatThrownBy(() ->
            blobs()
                .put(
                    ref,
                    out -> {
                      out.write(new byte[2 * MIB]);
                      throw new IOException("no more numbers");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("no more numbers");

    assertThat(isThere(ref)).isFalse();
  }

  @Test
  void it_can_be_opened_only_when_it_is_whole() throws Exception {
    var ref = new BlobRef(newId(), 1);

    blobs()
        .put(
            ref,
            out -> {
              out.write(new byte[3 * MIB]);
              out.flush();
              assertThat(isThere(ref)).isFalse();
            });

    assertThat(isThere(ref)).isTrue();
  }

  @Test
  void one_that_no_version_names_goes_when_its_owner_has_ended() throws Exception {
    var lease = running();
    var ref = put(lease.task(), 1);
    spared();
    assertThat(isThere(ref)).isTrue();

    fail(lease(1).getFirst());
    tasks().prune(1_000);

    assertThat(isThere(ref)).isFalse();
  }

  @Test
  void one_of_a_task_that_is_forgotten_goes_too() throws Exception {
    var ref = put(newId(), 1);
    tasks().prune(1_000);
    assertThat(isThere(ref)).isTrue();

    advance(BlobStore.SPARED.minus(Duration.ofSeconds(1)));
    tasks().prune(1_000);
    assertThat(isThere(ref)).isTrue();

    advance(Duration.ofSeconds(1));
    tasks().prune(1_000);
    assertThat(isThere(ref)).isFalse();
  }

  @Test
  void those_that_versions_name_stay_until_the_history_forgets_them() throws Exception {
    var owner = newId();
    for (long version = 1; version <= 12; version++) {
      var ref = put(owner, version);
      engine.values().publish("models/ranking", version, manifest(ref));
    }
    var elsewhere = put(owner, 100);
    engine.values().publish("feed/ada", 1, manifest(elsewhere));

    spared();

    assertThat(LongStream.rangeClosed(1, 12).filter(part -> there(owner, part)))
        .containsExactly(3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L);
    assertThat(isThere(elsewhere)).isFalse();
  }

  private boolean there(TaskId owner, long part) {
    try {
      return isThere(new BlobRef(owner, part));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void one_that_is_served_by_a_rollback_or_a_pin_stays() throws Exception {
    var owner = newId();
    var first = put(owner, 1);
    engine.values().publish("models/ranking", 1, manifest(first));
    engine.values().publish("models/ranking", 2, manifest(put(owner, 2)));
    engine.values().pin("models/ranking", 1);
    long next = engine.values().get("models/ranking").orElseThrow().version() + 1;
    LongStream.range(next, next + 15)
        .forEach(v -> engine.values().publish("models/ranking", v, "{\"not\":\"a manifest\"}"));

    spared();

    assertThat(isThere(first)).isTrue();
  }

  @Test
  void the_models_are_listed_by_name_with_their_newest_version() {
    engine.values().publish("models/b", 1, "1");
    engine.values().publish("models/b", 2, "2");
    engine.values().publish("models/a", 3, "3");
    engine.values().publish("model", 4, "4");
    engine.values().publish("models0", 5, "5");

    assertThat(engine.values().models())
        .extracting(ValueVersion::name, ValueVersion::version)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("models/a", 3L),
            org.assertj.core.groups.Tuple.tuple("models/b", 2L));
  }
}
