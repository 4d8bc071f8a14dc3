// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench.embedded;

import java.util.Arrays;
import java.util.List;

/// How long each of many calls took, exactly: no buckets. For one thread.
final class Latencies {

  private long[] nanos = new long[4096];
  private int size;

  static Latencies none() {
    return new Latencies();
  }

  static Latencies all(List<Latencies> parts) {
    var all = new Latencies();
    all.nanos = parts.stream().flatMapToLong(p -> Arrays.stream(p.nanos, 0, p.size)).toArray();
    all.size = all.nanos.length;
    return all;
  }

  void add(long value) {
    if (size == nanos.length) {
      nanos = Arrays.copyOf(nanos, size * 2);
    }
    nanos[size++] = value;
  }

  void addAll(Latencies others) {
    for (int i = 0; i < others.size; i++) {
      add(others.nanos[i]);
    }
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  double millisAt(double fraction) {
    var sorted = Arrays.copyOf(nanos, size);
    Arrays.sort(sorted);
    return sorted[Math.min(size - 1, (int) (size * fraction))] / 1e6;
  }
}
