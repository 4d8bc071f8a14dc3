// SPDX-License-Identifier: Apache-2.0
package dev.lovage.value;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import dev.lovage.Manifest;
import dev.lovage.Model;
import dev.lovage.ModelReader;
import dev.lovage.spi.Engine;
import dev.lovage.spi.JsonCodec;
import dev.lovage.spi.ValueStore;
import dev.lovage.spi.ValueVersion;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.random.RandomGenerator;

/// The models that one process serves.
public final class LoadedModels implements AutoCloseable {

  private static final Duration FIRST_LOAD = Duration.ofSeconds(30);

  private final Engine engine;
  private final ServedValues values;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Map<String, LoadedModel<?>> models = new ConcurrentSkipListMap<>();

  public LoadedModels(
      Engine engine, ServedValues values, InstantSource clock, RandomGenerator random) {
    this.engine = engine;
    this.values = values;
    this.clock = clock;
    this.random = random;
  }

  /// Takes a version that the store has pushed; to be registered as the store's watch.
  public void offer(ValueVersion version) {
    if (version.name().startsWith(ValueStore.MODELS)) {
      var model = models.get(version.name().substring(ValueStore.MODELS.length()));
      if (model != null) {
        model.offer(version);
      }
    }
  }

  /// Begins to serve a model.
  public <T> Model<T> declare(String name, ModelReader<T> reader, T initial, Manifest none) {
    var first =
        new ValueVersion(
            ValueStore.MODELS + name, 0, JsonCodec.encode("manifest", none), clock.instant());
    var snapshot = new Model.Snapshot<>(initial, 0, first.publishedAt(), none);
    var model =
        new LoadedModel<>(
            name,
            values.serve(first, Manifest.class),
            new ModelSaving(engine, random),
            new ModelLoading<>(engine, name, reader),
            new Loaded<>(first, snapshot));
    // Registered before the store is asked, so that no version falls between the two.
    if (models.putIfAbsent(name, model) != null) {
      throw new LovageException(ErrorCode.INVALID, "model: " + name + " is served already");
    }
    engine.values().get(first.name()).ifPresent(model::offer);
    try {
      model.awaitTried(FIRST_LOAD);
    } catch (InterruptedException e) {
      // It is loaded all the same.
      Thread.currentThread().interrupt();
    }
    return model;
  }

  public Collection<? extends Model<?>> all() {
    return models.values();
  }

  public Optional<Model<?>> find(String name) {
    return Optional.ofNullable(models.get(name));
  }

  /// Waits until each has tried to load its newest version.
  ///
  /// @return whether they have within this time
  public boolean awaitTried(Duration timeout) throws InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    boolean tried = true;
    for (var model : models.values()) {
      tried &= model.awaitTried(Duration.ofNanos(end - System.nanoTime()));
    }
    return tried;
  }

  public List<String> troubles() {
    return models.values().stream().flatMap(model -> model.trouble().stream()).toList();
  }

  @Override
  public void close() {
    models.values().forEach(LoadedModel::close);
  }
}
