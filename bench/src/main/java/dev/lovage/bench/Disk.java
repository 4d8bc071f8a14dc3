// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/// How long the disk under a folder takes to make 4 KiB safe from a loss of power: nothing
/// power-safe can answer a single caller faster.
///
/// @param fileSystem its type; on `tmpfs` power-safe means nothing
record Disk(double p50Ms, double p99Ms, String fileSystem) {

  private static final int BLOCK = 4096;
  private static final int WRITES = 500;
  private static final int WARM = 50;

  static Disk measure(Path folder) throws IOException {
    var file = folder.resolve("fdatasync");
    var nanos = new long[WRITES];
    try (var channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      var block = ByteBuffer.allocateDirect(BLOCK);
      for (int i = -WARM; i < WRITES; i++) {
        long start = System.nanoTime();
        // In place after the warm-up, as a write-ahead log is once it has its size.
        channel.write(block.clear(), (long) (Math.abs(i) % WARM) * BLOCK);
        channel.force(false);
        if (i >= 0) {
          nanos[i] = System.nanoTime() - start;
        }
      }
    }
    Files.delete(file);
    Arrays.sort(nanos);
    return new Disk(
        nanos[WRITES / 2] / 1e6, nanos[WRITES * 99 / 100] / 1e6, Files.getFileStore(folder).type());
  }
}
