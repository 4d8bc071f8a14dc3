// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench.embedded;

/// The CPU time of this process so far.
final class Cpu {

  private Cpu() {}

  static double micros() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() / 1e3;
  }
}
