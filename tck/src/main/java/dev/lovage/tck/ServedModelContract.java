// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lovage.Manifest;
import dev.lovage.Model;
import dev.lovage.ModelVersion;
import dev.lovage.TaskHandle;
import dev.lovage.TaskType;
import dev.lovage.spi.BlobRef;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Models through the public API.
public abstract class ServedModelContract extends ApiContract {

  private Model<String> model;
  private TaskType<String, Manifest> train;

  private static String read(InputStream in) throws IOException {
    var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    if (text.startsWith("?")) {
      throw new IOException("of a form that this program does not know");
    }
    return text;
  }

  @BeforeEach
  void declare() {
    model = lovage.models().model("ranking", ServedModelContract::read, "none");
    train =
        lovage.task(
            "train",
            String.class,
            Manifest.class,
            text ->
                model.save(
                    out -> out.write(text.getBytes(StandardCharsets.UTF_8)),
                    Map.of("length", (double) text.length()),
                    Map.of("first", text.substring(0, 1), "rank", 8)),
            options -> options.publishes(model.manifest()));
  }

  private long train(String text) throws Exception {
    TaskHandle<Manifest> handle = train.submit(text);
    handle.await(SOON);
    return handle.task().version();
  }

  @Test
  void the_initial_model_serves_until_the_first_version() {
    assertThat(model.current()).isEqualTo("none");
    assertThat(model.snapshot().version()).isZero();
    assertThat(model.trouble()).isEmpty();
    assertThat(lovage.models().list()).hasSize(1);
    assertThat(lovage.models().newest("ranking").orElseThrow().version()).isZero();
    assertThat(lovage.models().newest("other")).isEmpty();
    assertThat(lovage.models().history("ranking").versions()).isEmpty();
  }

  @Test
  void what_a_task_saves_is_served_with_its_metrics_and_parameters() throws Exception {
    start();
    long version = train("whales");

    eventually(() -> model.current().equals("whales"));
    var snapshot = model.snapshot();
    assertThat(snapshot.version()).isEqualTo(version);
    assertThat(snapshot.manifest().size()).isEqualTo(6);
    assertThat(snapshot.manifest().metrics()).isEqualTo(Map.of("length", 6.0));
    assertThat(snapshot.manifest().parameters()).isEqualTo(Map.of("first", "w", "rank", 8));
    var newest = lovage.models().newest("ranking").orElseThrow();
    assertThat(newest.manifest()).isEqualTo(snapshot.manifest());
    assertThat(lovage.models().list()).containsExactly(newest);
    try (var in = lovage.models().open(newest).orElseThrow()) {
      assertThat(in.readAllBytes()).isEqualTo("whales".getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void another_process_loads_it_too_and_one_that_starts_later_has_it_at_once() throws Exception {
    var other = harness.another();
    assumeTrue(other.isPresent());
    var elsewhere =
        elsewhere(other.get()).models().model("ranking", ServedModelContract::read, "none there");
    start();
    train("whales");

    eventually(() -> elsewhere.current().equals("whales"));
    var later = elsewhere(harness.another().orElseThrow());
    assertThat(later.models().model("ranking", ServedModelContract::read, "?").current())
        .isEqualTo("whales");
  }

  @Test
  void a_version_that_was_asked_for_earlier_does_not_take_the_place_of_a_later_one()
      throws Exception {
    var release = new CountDownLatch(1);
    var slow =
        lovage.task(
            "slow",
            String.class,
            Manifest.class,
            text -> {
              var manifest = model.save(out -> out.write('s'), Map.of(), Map.of());
              await(release);
              return manifest;
            },
            options -> options.publishes(model.manifest()));
    start();
    var first = slow.submit("");
    train("whales");
    release.countDown();
    first.await(SOON);

    assertThat(lovage.models().history("ranking").versions()).hasSize(1);
    eventually(() -> model.current().equals("whales"));
  }

  @Test
  void one_that_can_not_be_read_is_reported_and_the_old_one_serves() throws Exception {
    start();
    train("whales");
    eventually(() -> model.current().equals("whales"));
    train("?new form");
    eventually(() -> model.trouble().isPresent());

    assertThat(model.current()).isEqualTo("whales");
    assertThat(model.trouble().orElseThrow())
        .contains("model ranking", "still serves", "does not know");
    assertThat(lovage.models().troubles()).hasSize(1);

    train("dolphins");
    eventually(() -> model.current().equals("dolphins"));
    assertThat(lovage.models().troubles()).isEmpty();
  }

  @Test
  void one_whose_content_is_gone_or_damaged_is_reported() throws Exception {
    start();
    train("whales");
    eventually(() -> model.current().equals("whales"));
    var good = model.snapshot().manifest();
    long next = model.snapshot().version() + 1;
    var damaged = new Manifest(good.blob(), 6, "00", Map.of(), Map.of());
    var other = lovage.models().model("other", ServedModelContract::read, "none");
    engine.values().publish("models/other", next, json(damaged));
    eventually(() -> other.trouble().orElse("").contains("is damaged"));

    engine.blobs().remove(BlobRef.parse(good.blob()).orElseThrow());
    engine.values().publish("models/other", next + 1, json(good));
    eventually(() -> other.trouble().orElse("").contains("is gone"));
    assertThat(other.current()).isEqualTo("none");
    assertThat(model.current()).isEqualTo("whales");
  }

  private static String json(Manifest manifest) {
    return dev.lovage.spi.JsonCodec.encode("manifest", manifest);
  }

  @Test
  void versions_are_compared_rolled_back_and_pinned() throws Exception {
    start();
    long one = train("whales");
    long two = train("dolphins");
    eventually(() -> model.current().equals("dolphins"));

    var comparison = lovage.models().compare("ranking", one, two).orElseThrow();
    assertThat(comparison.metrics()).hasSize(1);
    assertThat(comparison.metrics().getFirst().difference()).isEqualTo(2.0);
    assertThat(comparison.parameters()).hasSize(1);
    assertThat(comparison.parameters().getFirst().to()).isEqualTo("d");
    assertThat(lovage.models().compare("ranking", one, two + 100)).isEmpty();

    long back = lovage.models().rollback("ranking", one).orElseThrow().version();
    assertThat(back).isGreaterThan(two);
    eventually(() -> model.snapshot().version() == back);
    assertThat(model.current()).isEqualTo("whales");

    assertThat(lovage.models().pin("ranking", back)).isPresent();
    train("seals");
    assertThat(lovage.models().history("ranking").pinned()).isTrue();
    assertThat(model.current()).isEqualTo("whales");
    lovage.models().unpin("ranking");
    eventually(() -> model.current().equals("seals"));
    assertThat(lovage.models().history("ranking").versions())
        .extracting(ModelVersion::version)
        .hasSize(4)
        .contains(one, two, back);
  }

  @Test
  void what_an_attempt_saved_that_failed_is_never_served() throws Exception {
    var attempts = new AtomicInteger();
    var twice =
        lovage.task(
            "twice",
            String.class,
            Manifest.class,
            text -> {
              var manifest = model.save(out -> out.write('a'), Map.of(), Map.of("a", text));
              if (attempts.incrementAndGet() == 1) {
                throw new IllegalStateException("after the content, before the manifest");
              }
              return manifest;
            },
            options ->
                options
                    .publishes(model.manifest())
                    .retry(dev.lovage.RetryPolicy.fixed(2, java.time.Duration.ofMillis(1))));
    start();
    var handle = twice.submit("x");
    eventually(() -> attempts.get() == 1);
    assertThat(lovage.models().newest("ranking").orElseThrow().version()).isZero();
    eventually(() -> {
      advance(java.time.Duration.ofSeconds(1));
      return attempts.get() == 2;
    });
    handle.await(SOON);
    eventually(() -> model.current().equals("a"));
  }

  @Test
  void wrong_use_is_refused() {
    assertThatThrownBy(() -> model.save(out -> out.write(1), Map.of(), Map.of()))
        .hasMessageContaining("outside of a handler");
    assertThatThrownBy(() -> lovage.models().model("ranking", ServedModelContract::read, "twice"))
        .hasMessageContaining("served already");
    assertThatThrownBy(() -> lovage.models().model("a/b", ServedModelContract::read, ""))
        .hasMessageContaining("model: takes");
    assertThatThrownBy(() -> new Manifest("", 0, "", Map.of("auc", Double.NaN), Map.of()))
        .hasMessageContaining("metrics.auc: must be a finite number");
    assertThatThrownBy(() ->
            new Manifest("", 0, "", Map.of(), Map.<String, Object>of("x", "y".repeat(70_000)))
                .checked())
        .hasMessageContaining("put the rest into the content");
    assertThat(List.of(lovage.models().find("ranking"))).isNotEmpty();
  }
}
