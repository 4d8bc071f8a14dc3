// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/// The CPU time of this process so far, and that of the server of its store.
public final class Cpu {

  /// An environment variable: the process of the server, or 0.
  public static final String SERVER = "LOVAGE_BENCH_SERVER";

  private static final double MICROS_PER_TICK = 10_000;

  private Cpu() {}

  static double micros() {
    double own = ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() / 1e3;
    long server = Long.parseLong(System.getenv().getOrDefault(SERVER, "0"));
    return server == 0 ? own : own + serverMicros(ProcessHandle.of(server).orElseThrow());
  }

  /// With the children that have ended, which their parent counts.
  private static double serverMicros(ProcessHandle server) {
    var children = server.descendants().mapToDouble(child -> ticks(child.pid(), 2)).sum();
    return (ticks(server.pid(), 4) + children) * MICROS_PER_TICK;
  }

  /// The first so many of: user, system, and both of the children that have ended.
  private static double ticks(long pid, int fields) {
    try {
      var stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      var words = stat.substring(stat.lastIndexOf(')') + 1).strip().split("\\s+", -1);
      return Stream.of(words).skip(11).limit(fields).mapToDouble(Double::parseDouble).sum();
    } catch (NoSuchFileException e) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
