// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import dev.lovage.spi.BrokerEngine;
import dev.lovage.spi.BrokerFeature;
import dev.lovage.spi.NewTask;

/// What a queue that lives at a broker can't do, refused by name and with the remedy.
record HomeRules(String queue, BrokerEngine home) {

  private static final String STORE = "use a queue that lives in the store";

  /// @throws LovageException `INVALID` for what the type asks of every one of its tasks
  void check(TaskType<?, ?> type) {
    var field = "task " + type.name();
    if (type.definition().settings().publishes() != null) {
      throw refusal(field, "served values", STORE + ", or publish from there");
    }
    if (type.isShared()) {
      throw refusal(field, "keys and limits", STORE + ", or leave key and limits out");
    }
    if (type.isSingleFlight()) {
      throw refusal(field, "unique keys", STORE + ", or leave singleFlight out");
    }
    check(field, type.definition().settings());
  }

  /// @throws LovageException `INVALID` for what the task asks
  void check(NewTask task) {
    if (task.unique() != null) {
      throw refusal(
          "unique", "unique keys", STORE + ", or leave unique, debounce and throttle out");
    }
    if (!task.after().isEmpty()) {
      throw refusal(
          "after", "predecessors", STORE + ", or let the predecessor's handler submit the task");
    }
    if (task.share() != null) {
      throw refusal("key", "keys and limits", STORE + ", or leave the key out");
    }
    if (task.settings().publishes() != null) {
      throw refusal("publishes", "served values", STORE);
    }
    check("task", task.settings());
  }

  private void check(String field, NewTask.Settings settings) {
    if (settings.priority() != TaskOptions.DEFAULT_PRIORITY) {
      require(field, BrokerFeature.PRIORITY, "leave the priority out");
    }
    if (!(settings.start() instanceof Start.Now)) {
      require(field, BrokerFeature.DELAY, "submit it when it is due");
    }
  }

  private void require(String field, BrokerFeature feature, String remedy) {
    if (!home.broker().features().contains(feature)) {
      throw refusal(field, feature.words(), STORE + ", or " + remedy);
    }
  }

  LovageException refusal(String field, String feature, String remedy) {
    return Checks.invalid(
        field,
        "its queue "
            + queue
            + " lives at "
            + home.description()
            + ", where there are no "
            + feature
            + "; "
            + remedy);
  }
}
