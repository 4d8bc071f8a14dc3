// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import dev.lovage.celery.CanvasAction.ChordSize;
import dev.lovage.celery.CanvasAction.CountPart;
import dev.lovage.celery.CanvasAction.FailToo;
import dev.lovage.celery.CanvasAction.Publish;
import dev.lovage.celery.CanvasAction.SaveGroup;
import dev.lovage.spi.Ending;
import dev.lovage.spi.GroupPart;
import dev.lovage.spi.GroupSize;
import dev.lovage.spi.MessageProtocol.End;
import dev.lovage.spi.Outgoing;
import dev.lovage.spi.StoredResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a canvas wants done, as results, groups, parts and messages.
record CeleryDeeds(End at, String defaultQueue) {

  /// @param own results, first of all
  /// @param meta how the task ended that they follow from, or null if they follow from none
  Ending ending(
      List<StoredResult> own, List<? extends CanvasAction> actions, @Nullable TaskMeta meta) {
    var results = new ArrayList<>(own);
    var sizes = new ArrayList<ChordSize>();
    var forms = new HashMap<String, String>();
    var parts = new ArrayList<GroupPart>();
    var messages = new ArrayList<Outgoing>();
    for (var action : actions) {
      switch (action) {
        case Publish publish -> messages.add(outgoing(publish));
        case ChordSize size -> sizes.add(size);
        case SaveGroup(var group) -> forms.put(group.id(), text(ChordPart.savedGroup(group)));
        case FailToo(var id, var details) -> {
          if (meta != null) {
            results.add(failedToo(id, meta, details));
          }
        }
        case CountPart(var part) -> {
          if (meta != null) {
            parts.add(
                new GroupPart(
                    part.group(),
                    part.taskId(),
                    part.index(),
                    text(part.member(meta.status(), meta.result())),
                    at.keep()));
          }
        }
      }
    }
    var groups =
        sizes.stream()
            .map(size ->
                new GroupSize(size.group(), size.size(), forms.get(size.group()), at.keep()))
            .toList();
    return new Ending(results, groups, parts, messages);
  }

  private StoredResult failedToo(String id, TaskMeta meta, TaskMeta.Details details) {
    var same =
        new TaskMeta(
            id,
            meta.status(),
            meta.result(),
            meta.traceback(),
            List.of(),
            meta.dateDone(),
            details);
    return CeleryProtocol.stored(same, at.keep());
  }

  private Outgoing outgoing(Publish publish) {
    var route = publish.route();
    var queue = route.queue() != null ? route.queue() : route.routingKey();
    if (queue == null) {
      queue = at.queues().apply(route.routedAs()).orElse(defaultQueue);
    }
    return new Outgoing(queue, CeleryProtocol.to(publish.message().write(at.now())));
  }

  private static String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }
}
