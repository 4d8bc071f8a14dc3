// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import dev.lovage.spi.Engine;
import dev.lovage.testkit.ManualTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A store in a temporary folder, on manual time.
final class FolderHarness implements EngineHarness {

  private final Opener opener;
  private final ManualTime time;
  private final Path folder;
  private final Engine engine;
  private final List<Engine> others = new ArrayList<>();

  FolderHarness(Opener opener, ManualTime time) {
    this.opener = opener;
    this.time = time;
    try {
      this.folder = Files.createTempDirectory("lovage-tck");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.engine = opener.open(folder, time);
  }

  @Override
  public Engine engine() {
    return engine;
  }

  @Override
  public InstantSource clock() {
    return time;
  }

  @Override
  public void advance(Duration duration) {
    time.advance(duration);
  }

  @Override
  public Optional<Engine> another() {
    var other = opener.open(folder, time);
    others.add(other);
    return Optional.of(other);
  }

  @Override
  public void close() {
    others.forEach(Engine::close);
    engine.close();
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
