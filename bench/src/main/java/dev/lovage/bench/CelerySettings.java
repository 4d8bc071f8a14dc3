// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import java.util.List;

/// How Celery is run.
enum CelerySettings {
  /// As `celery worker` alone: as many processes as cores, each with four tasks in advance.
  DEFAULT("celery"),
  /// As its pages on performance say, and with what measured best on two cores.
  BEST("celery at its best");

  final String side;

  CelerySettings(String side) {
    this.side = side;
  }

  /// Of its worker.
  List<String> options() {
    return this == DEFAULT
        ? List.of()
        : List.of("-O", "fair", "--without-gossip", "--without-mingle", "--without-heartbeat");
  }
}
