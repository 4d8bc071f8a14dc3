// SPDX-License-Identifier: Apache-2.0
package dev.lovage.redis;

import dev.lovage.celery.CeleryEvent.Source;
import dev.lovage.celery.Events;
import dev.lovage.celery.LogicalClock;
import dev.lovage.celery.TaskMessage;
import dev.lovage.spi.Outgoing;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Consumer;

/// Tells of each task that was sent from here.
record RedisSentEvents(RedisTeller teller, String origin, LogicalClock clock, InstantSource time)
    implements Consumer<List<Outgoing>> {

  @Override
  public void accept(List<Outgoing> messages) {
    var now = time.instant();
    var offset = ZoneId.systemDefault().getRules().getOffset(now);
    var events = new Events(Source.of(origin, ProcessHandle.current().pid(), offset), "");
    for (var outgoing : messages) {
      long tick = clock.tick();
      if (TaskMessage.read(RedisSends.message(outgoing.message())) instanceof TaskMessage task) {
        teller.tell(() -> events.sent(task, outgoing.queue(), now, tick));
      }
    }
  }
}
