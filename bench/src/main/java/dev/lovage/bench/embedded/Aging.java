// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench.embedded;

import dev.lovage.Lovage;
import java.util.ArrayList;
import java.util.List;

/// Drains one after the other, and how fast the last ones are against the first.
final class Aging {

  private static final int PIECE = 100_000;

  /// Of the drains at either end, the one in the middle counts.
  private static final int ENDS = 5;

  private final Drain drain;
  private final int piece;
  private final List<Double> rates = new ArrayList<>();

  private Aging(Lovage lovage, int piece) {
    this.drain = Drain.on(lovage, "aged");
    this.piece = piece;
  }

  /// In pieces of a sensible size when so many tasks are to be done in all.
  static Aging of(Lovage lovage, int tasks) {
    return new Aging(lovage, Math.max(1, Math.min(PIECE, tasks / (3 * ENDS))));
  }

  /// Until so many have finished.
  Result run(int tasks) throws InterruptedException {
    double cold = begin();
    for (long done = (ENDS + 1L) * piece; done < tasks; done += piece) {
      piece();
    }
    return end(cold);
  }

  /// Warms up, and returns the rate at the begin.
  double begin() throws InterruptedException {
    piece();
    rates.clear();
    return pieces();
  }

  /// Goes on until then.
  void goOn(long untilNanos) throws InterruptedException {
    while (System.nanoTime() - untilNanos < 0) {
      piece();
    }
  }

  /// With the rate at the end.
  Result end(double cold) throws InterruptedException {
    double before = Cpu.micros();
    double rate = pieces();
    // Of submitting them too.
    double used = Cpu.micros() - before;
    return new Result(
        rate, cold, Latencies.none(), used, (long) ENDS * piece, drain.lost(), drain.doneTwice());
  }

  private double pieces() throws InterruptedException {
    for (int i = 0; i < ENDS; i++) {
      piece();
    }
    return rates.subList(rates.size() - ENDS, rates.size()).stream()
        .sorted()
        .toList()
        .get(ENDS / 2);
  }

  private void piece() throws InterruptedException {
    drain.load(piece);
    rates.add(drain.run());
  }
}
