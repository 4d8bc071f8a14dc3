// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import dev.lovage.worker.ArgumentVersions;
import dev.lovage.worker.TaskDefinition;
import java.util.Map;

/// Task types that are submitted by name: their code and types are elsewhere.
final class Undeclared {

  private Undeclared() {}

  /// A type of this name with the default options.
  static TaskType<Object, Object> type(String name, Submitter submitter) {
    var options = new TaskOptions<>();
    var settings = options.settings();
    var definition =
        new TaskDefinition<>(
            Checks.name("type", name),
            Object.class,
            Object.class,
            new ArgumentVersions(1, Map.of()),
            null,
            settings,
            options.running());
    return new TaskType<>(definition, settings, null, options.sharing(), submitter);
  }
}
