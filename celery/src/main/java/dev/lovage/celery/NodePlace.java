// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/// What a [WorkerNode] needs of the broker that it is at.
public interface NodePlace {

  /// Under this name peers know the worker: `lovage@host`.
  String node();

  WorkerReplies.BrokerInfo broker();

  /// The settings by Celery's names, without secrets.
  Map<String, JsonNode> conf();

  /// Tasks of these queues that are due later; not all if they are many.
  List<TaskMessage> scheduled(List<String> queues);

  /// Tells whoever listens, some time later and from another thread, which makes the event. It is
  /// dropped if the broker is away for long.
  void tell(Supplier<CeleryEvent> event);
}
