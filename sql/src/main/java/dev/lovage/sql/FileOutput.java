// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CancellationException;

/// Writes a file; what goes wrong with it is said in our words, and so told apart from what the
/// writer of the content throws.
final class FileOutput extends OutputStream {

  private final Path file;
  private final FileChannel channel;

  private FileOutput(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  static FileOutput open(Path file) {
    try {
      return new FileOutput(
          file,
          FileChannel.open(
              file,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE));
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) {
    try {
      var rest = ByteBuffer.wrap(bytes, from, length);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  /// Returns when everything is on the disk.
  void sync() {
    try {
      channel.force(true);
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  static RuntimeException failed(Path file, IOException e) {
    if (e instanceof ClosedByInterruptException) {
      // The task was asked to stop while it wrote.
      var stopped = new CancellationException("interrupted while " + file + " was written");
      stopped.initCause(e);
      return stopped;
    }
    boolean full = String.valueOf(e.getMessage()).contains("No space left");
    return new LovageException(
        ErrorCode.UNAVAILABLE,
        full
            ? "store: " + file + " can't grow: the disk is full; make room"
            : "store: "
                + file
                + " could not be read or written; check the disk and its space: "
                + e,
        e);
  }
}
