// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import dev.lovage.bench.embedded.Cpu;
import dev.lovage.bench.embedded.Embedded;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/// The engine's own driver with nothing above it: what one would write by hand.
record DriverSide(StoreUrl store, Installation installation, Children children) implements Side {

  static final String NAME = "driver";

  private static final int SECONDS = 600;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Durability durability() {
    return store.durability();
  }

  @Override
  public Sample run(Scenario scenario, Sizes sizes, Path folder)
      throws IOException, InterruptedException {
    try {
      var phase = sizes.many().steadySeconds();
      var actions = store.actions(folder);
      var command =
          installation.java(
              Embedded.class.getName(),
              "actions-driver",
              "" + phase.warm(),
              "" + phase.measured(),
              actions.isEmpty() ? store.forPeer(folder, true) : actions);
      var environment = Map.of(Cpu.SERVER, Long.toString(store.serverPid()));
      var child = children.start("driver", command, environment, folder);
      return Sample.parse(child.awaitResult(SECONDS));
    } finally {
      children.stopAll();
      if (store.actions(folder).isEmpty()) {
        store.forgetPeer(folder);
      }
    }
  }
}
