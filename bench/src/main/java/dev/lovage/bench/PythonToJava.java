// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import dev.lovage.bench.embedded.Embedded;
import java.io.IOException;
import java.nio.file.Path;

/// Lovage where the client is Python with Celery and only the worker is Java.
record PythonToJava(
    RedisStore store, Installation installation, CeleryPrograms programs, Children children)
    implements Side {

  @Override
  public String name() {
    return "lovage";
  }

  @Override
  public Durability durability() {
    return store.durability();
  }

  @Override
  public Sample run(Scenario scenario, Sizes sizes, Path folder)
      throws IOException, InterruptedException {
    if (scenario != Scenario.ROUND_TRIP_PYTHON) {
      throw new BenchException("no Python client is needed for " + scenario.slug);
    }
    try {
      var stack = new CeleryStack(programs, children, folder, CelerySettings.BEST, store);
      stack.startRedis();
      stack.start(
          "worker", installation.java(Embedded.class.getName(), "worker", store.in(folder)));
      // The first of those that do not count waits until the worker is there.
      return Sample.parse(stack.drive("round-trip", sizes.roundTrips()));
    } finally {
      children.stopAll();
      store.forget(folder);
    }
  }
}
