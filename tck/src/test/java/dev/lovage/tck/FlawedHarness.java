// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import dev.lovage.spi.Engine;
import dev.lovage.tck.Intercepted.Interceptor;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// A store whose engine is wrong in one thing.
record FlawedHarness(EngineHarness sound, Interceptor flaw) implements EngineHarness {
  @Override
  public Engine engine() {
    return new Intercepted(sound.engine(), flaw);
  }

  @Override
  public InstantSource clock() {
    return sound.clock();
  }

  @Override
  public void advance(Duration duration) {
    sound.advance(duration);
  }

  @Override
  public Optional<Engine> another() {
    return Optional.empty();
  }

  @Override
  public void close() {
    sound.close();
  }
}
