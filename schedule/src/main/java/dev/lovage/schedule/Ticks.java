// SPDX-License-Identifier: Apache-2.0
package dev.lovage.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The ticks of one schedule, between its start and end, with their jitter.
///
/// @param name part of what makes a tick's jitter
record Ticks(
    String name, Timing timing, Duration jitter, @Nullable Instant start, @Nullable Instant end) {

  private static final Duration FIRST_LOOK = Duration.ofMinutes(1);
  private static final int WIDER = 8;

  static Ticks of(String name, When when) {
    var jitter = when.jitter();
    return new Ticks(
        name, when.timing(), jitter == null ? Duration.ZERO : jitter, when.start(), when.end());
  }

  /// The first tick after an instant, without its jitter.
  Optional<Instant> next(Instant after) {
    var from = start != null && after.isBefore(start) ? start.minusMillis(1) : after;
    return timing.next(from).filter(tick -> end == null || !tick.isAfter(end));
  }

  /// When a tick is carried out.
  Instant dueAt(Instant tick) {
    long most = jitter.toMillis();
    if (most == 0) {
      return tick;
    }
    // The finalizer of SplitMix64: near seeds give far values.
    long mixed = name.hashCode() * 0x9E37_79B9_7F4A_7C15L + tick.toEpochMilli();
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D0_49BB_1331_11EBL;
    return tick.plusMillis(Math.floorMod(mixed ^ (mixed >>> 31), most));
  }

  /// The ticks after an instant that are due now, in order: the last ones, up to a number.
  List<Instant> due(Instant after, Instant now, int most) {
    // What is older than the jitter is due for certain; the rest is looked at one by one.
    var certain = now.minus(jitter);
    var due =
        new ArrayDeque<Instant>(certain.isAfter(after) ? last(after, certain, most) : List.of());
    var tick = next(certain.isAfter(after) ? certain : after);
    while (tick.isPresent() && !dueAt(tick.get()).isAfter(now)) {
      due.add(tick.get());
      if (due.size() > most) {
        due.remove();
      }
      tick = next(tick.get());
    }
    return List.copyOf(due);
  }

  /// The last ticks after one instant and up to another. A year without any process is not gone
  /// through minute by minute: what is looked at grows from the end until it holds enough.
  private List<Instant> last(Instant after, Instant upTo, int most) {
    var look = FIRST_LOOK;
    while (true) {
      var from = upTo.minus(look);
      boolean all = !from.isAfter(after);
      var found = between(all ? after : from, upTo);
      if (all || found.size() >= most) {
        return found.subList(Math.max(0, found.size() - most), found.size());
      }
      look = look.multipliedBy(WIDER);
    }
  }

  private List<Instant> between(Instant after, Instant upTo) {
    var found = new ArrayList<Instant>();
    var tick = next(after);
    while (tick.isPresent() && !tick.get().isAfter(upTo)) {
      found.add(tick.get());
      tick = next(tick.get());
    }
    return found;
  }
}
