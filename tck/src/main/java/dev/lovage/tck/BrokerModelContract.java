// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.spi.Broker;
import dev.lovage.spi.Delivery;
import dev.lovage.spi.Rejection;
import dev.lovage.spi.Release;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/// Over random calls of two receivers a message is always in one place: it waits, one holds it, or
/// it is gone. `-Dlovage.model.seed=7` begins with that seed, `-Dlovage.model.sequences=100` tries
/// so many.
public abstract class BrokerModelContract extends BrokerCalls {

  private static final int STEPS = 60;

  private final Set<String> waiting = new HashSet<>();
  private final Map<String, Instant> held = new HashMap<>();
  private final List<Delivery> all = new ArrayList<>();
  private Random random = new Random();
  private int sent;

  @Test
  void a_message_is_always_in_one_place(TestReporter reporter) {
    long first = Long.getLong("lovage.model.seed", 1);
    long sequences = Long.getLong("lovage.model.sequences", 10);
    reporter.publishEntry("seeds", first + " to " + (first + sequences - 1));
    var receivers = List.of(broker(), harness.another().broker());
    for (long seed = first; seed < first + sequences; seed++) {
      random = new Random(seed);
      for (int step = 0; step < STEPS; step++) {
        step("seed " + seed + ", step " + step, receivers.get(random.nextInt(2)));
      }
      harness.advance(LEASE);
      receive("seed " + seed + ", at its end", broker(), 1_000);
      assertThat(broker().ack(some(all.size()))).hasSize(all.size() - held.size());
      held.clear();
      all.clear();
    }
  }

  private void step(String where, Broker broker) {
    switch (random.nextInt(8)) {
      case 0 -> send(random.nextInt(12));
      case 1, 2 -> receive(where, broker, 1 + random.nextInt(8));
      case 3, 4 -> {
        var those = some(4);
        var over = over(those);
        assertThat(broker.ack(those)).as(where).isEqualTo(over);
        stillHeld(those, over).forEach(d -> held.remove(d.receipt()));
      }
      case 5 -> {
        var those = some(4);
        var over = over(those);
        assertThat(broker.extend(those, LEASE)).as(where).isEqualTo(over);
        var until = harness.clock().instant().plus(LEASE);
        stillHeld(those, over).forEach(d -> held.put(d.receipt(), until));
      }
      case 6 -> giveUp(where, broker);
      default -> harness.advance(LEASE.dividedBy(1 + random.nextInt(6)).minusMillis(7));
    }
  }

  private void send(int count) {
    var bodies = Stream.generate(() -> "m" + ++sent).limit(count).toList();
    send(bodies.toArray(String[]::new));
    waiting.addAll(bodies);
  }

  private void receive(String where, Broker broker, int most) {
    var now = harness.clock().instant();
    all.stream()
        .filter(d -> held.containsKey(d.receipt()) && !held.get(d.receipt()).isAfter(now))
        .forEach(d -> {
          held.remove(d.receipt());
          waiting.add(body(d));
        });
    var received = receive(broker, most).deliveries();
    assertThat(received).as(where).hasSize(Math.min(most, waiting.size()));
    for (var delivery : received) {
      assertThat(waiting.remove(body(delivery))).as(where + ", " + body(delivery)).isTrue();
      held.put(delivery.receipt(), now.plus(LEASE));
      all.add(delivery);
    }
  }

  private void giveUp(String where, Broker broker) {
    var those = some(3);
    var over = over(those);
    boolean back = random.nextBoolean();
    var lost =
        back
            ? broker.release(those.stream().map(Release::new).toList())
            : broker.reject(those.stream().map(d -> new Rejection(d, "?")).toList());
    assertThat(lost).as(where).isEqualTo(over);
    for (var delivery : stillHeld(those, over)) {
      held.remove(delivery.receipt());
      if (back) {
        waiting.add(body(delivery));
      }
    }
  }

  private static List<Delivery> stillHeld(List<Delivery> those, Set<String> over) {
    return those.stream().filter(d -> !over.contains(d.receipt())).toList();
  }

  /// Deliveries that are held, were, or are so no longer.
  private List<Delivery> some(int most) {
    var those = new ArrayList<>(all);
    Collections.shuffle(those, random);
    return those.subList(0, Math.min(most, those.size()));
  }

  private Set<String> over(List<Delivery> those) {
    var now = harness.clock().instant();
    var over = new HashSet<String>();
    for (var delivery : those) {
      var until = held.get(delivery.receipt());
      if (until == null || !until.isAfter(now)) {
        over.add(delivery.receipt());
      }
    }
    return over;
  }
}
