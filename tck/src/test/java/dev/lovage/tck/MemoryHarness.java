// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import dev.lovage.spi.Engine;
import dev.lovage.testkit.ManualTime;
import dev.lovage.testkit.MemoryEngine;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The reference engine under the contracts.
final class MemoryHarness implements EngineHarness {

  private final ManualTime time = new ManualTime();
  private final MemoryEngine engine = MemoryEngine.create(time);
  private final List<Engine> others = new ArrayList<>();

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
    var other = engine.another();
    others.add(other);
    return Optional.of(other);
  }

  @Override
  public void close() {
    others.forEach(Engine::close);
    engine.close();
  }
}
