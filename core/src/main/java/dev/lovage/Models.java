// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import dev.lovage.spi.BlobRef;
import dev.lovage.spi.Engine;
import dev.lovage.spi.ValueStore;
import dev.lovage.spi.ValueVersion;
import dev.lovage.value.LoadedModels;
import dev.lovage.value.ServedValues;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// The models of a store: those that this process serves, and what is known of any.
public final class Models {

  private final Engine engine;
  private final ServedValues values;
  private final LoadedModels loaded;

  Models(Engine engine, ServedValues values, LoadedModels loaded) {
    this.engine = engine;
    this.values = values;
    this.loaded = loaded;
  }

  /// Serves a model that tasks publish to: until the first version it is `initial`. The newest
  /// version that the store has is loaded before this returns, if that takes less than 30 seconds.
  ///
  /// @param reader reads a version; called by one thread of this process at a time
  /// @throws LovageException `INVALID` if the name is not valid or is served already
  public <T> Model<T> model(String name, ModelReader<T> reader, T initial) {
    return loaded.declare(Checks.name("model", name), reader, initial, Manifest.initial());
  }

  /// The model of this name, if it is served here.
  public Optional<Model<?>> find(String name) {
    return loaded.find(name);
  }

  /// Waits until each model served here has tried to load its newest version.
  ///
  /// @return whether they have within this time
  public boolean awaitLoaded(Duration timeout) throws InterruptedException {
    return loaded.awaitTried(timeout);
  }

  /// What keeps models of this process from serving their newest version, a sentence for each.
  public List<String> troubles() {
    return loaded.troubles();
  }

  /// The newest versions of all models in the store, and of those served here, by name. One that
  /// has none yet has version 0.
  public List<ModelVersion> list() {
    var newest = new TreeMap<String, ModelVersion>();
    loaded.all().forEach(model -> newest.put(model.name(), initial(model)));
    for (var value : engine.values().models()) {
      ModelVersion.of(value).ifPresent(version -> newest.put(version.name(), version));
    }
    return List.copyOf(newest.values());
  }

  /// The newest version of a model in the store, or served here.
  public Optional<ModelVersion> newest(String name) {
    return engine
        .values()
        .get(valueName(name))
        .flatMap(ModelVersion::of)
        .or(() -> find(name).map(Models::initial));
  }

  private static ModelVersion initial(Model<?> model) {
    var shown = model.snapshot();
    return new ModelVersion(model.name(), 0, shown.publishedAt(), Manifest.initial());
  }

  /// The last versions of a model. Any of them can be served again by [#rollback] or [#pin].
  public ModelHistory history(String name) {
    var history = engine.values().history(valueName(name));
    return new ModelHistory(
        history.versions().stream().flatMap(version -> ModelVersion.of(version).stream()).toList(),
        history.pinned());
  }

  /// Two versions side by side.
  ///
  /// @return empty if one of them is not kept
  public Optional<ModelComparison> compare(String name, long from, long to) {
    var history = history(name);
    return history
        .version(from)
        .flatMap(old -> history.version(to).map(now -> ModelComparison.of(old, now)));
  }

  /// Serves an older version again, as a new one, until a later one comes.
  ///
  /// @return the new version, or empty if the old one is not kept
  public Optional<ModelVersion> rollback(String name, long version) {
    return seen(engine.values().rollback(valueName(name), version));
  }

  /// Serves one version until [#unpin], whatever is published meanwhile.
  ///
  /// @return the version that is served now, or empty if the version is not kept
  public Optional<ModelVersion> pin(String name, long version) {
    return seen(engine.values().pin(valueName(name), version));
  }

  /// Lets versions be served again, at once the newest that came meanwhile.
  ///
  /// @return the version that is served now, or empty if there is none
  public Optional<ModelVersion> unpin(String name) {
    return seen(engine.values().unpin(valueName(name)));
  }

  /// The content of a version, from its beginning; to be closed.
  ///
  /// @return empty if it is gone
  public Optional<InputStream> open(ModelVersion version) {
    return BlobRef.parse(version.manifest().blob()).flatMap(ref -> engine.blobs().open(ref));
  }

  private Optional<ModelVersion> seen(Optional<ValueVersion> version) {
    version.ifPresent(values::offer);
    version.ifPresent(loaded::offer);
    return version.flatMap(ModelVersion::of);
  }

  private static String valueName(String name) {
    return ValueStore.MODELS + Checks.name("model", name);
  }
}
