// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What Linux tells of processes and load under `/proc`.
final class Machine {

  private static final Pattern SPACES = Pattern.compile("\\s+");
  // Ticks of /proc/<pid>/stat: 100 a second on every Linux that Java runs on.
  private static final double MICROS_PER_TICK = 10_000;
  // Counted after the process's name, which may have spaces in it.
  private static final int USER_TICKS = 11;
  private static final int SYSTEM_TICKS = 12;

  private Machine() {}

  /// The one-minute load average.
  static double load() {
    return Double.parseDouble(SPACES.split(read(Path.of("/proc/loadavg")), -1)[0]);
  }

  /// User and system time of these processes and all that live under them, in microseconds.
  static double cpuMicros(List<Child> roots) {
    return family(roots).mapToDouble(Machine::cpuMicros).sum();
  }

  /// Resident memory in megabytes, as `ps` shows it.
  static double residentMegabytes(List<Child> roots) {
    return family(roots).mapToDouble(p -> kilobytes(p, "status", "VmRSS:")).sum() / 1024;
  }

  /// Resident memory with each page that several processes share counted once, in megabytes.
  static double proportionalMegabytes(List<Child> roots) {
    return family(roots).mapToDouble(p -> kilobytes(p, "smaps_rollup", "Pss:")).sum() / 1024;
  }

  private static Stream<ProcessHandle> family(List<Child> roots) {
    var all = new ArrayList<ProcessHandle>();
    for (var root : roots) {
      all.add(root.process().toHandle());
      root.process().descendants().forEach(all::add);
    }
    return all.stream();
  }

  private static double cpuMicros(ProcessHandle process) {
    var stat = read(Path.of("/proc", String.valueOf(process.pid()), "stat"));
    var fields = SPACES.split(stat.substring(stat.lastIndexOf(')') + 1).strip(), -1);
    return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]))
        * MICROS_PER_TICK;
  }

  private static double kilobytes(ProcessHandle process, String file, String field) {
    var text = read(Path.of("/proc", String.valueOf(process.pid()), file));
    return Arrays.stream(text.split("\n", -1))
        .filter(line -> line.startsWith(field))
        .mapToDouble(line -> Double.parseDouble(SPACES.split(line, -1)[1]))
        .findFirst()
        .orElse(0);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new BenchException("could not read " + file, e);
    }
  }
}
