// SPDX-License-Identifier: Apache-2.0
package dev.lovage.recommender.data;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.DataFormatException;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;

/// The data base in which an R package keeps its data sets: an index, `Rdata.rdx`, and deflated
/// values, `Rdata.rdb`.
record RData(Path folder) {

  /// Reads the data set of this name.
  RValue.Items load(String name) throws IOException {
    byte[] index;
    try (var in = new GZIPInputStream(Files.newInputStream(folder.resolve("Rdata.rdx")))) {
      index = in.readAllBytes();
    }
    var variables = (RValue.Items) ((RValue.Items) RReader.read(index)).named("variables");
    var place = ((RValue.Integers) variables.named(name)).values();
    return (RValue.Items) RReader.read(chunk(place[0], place[1]));
  }

  private byte[] chunk(int offset, int length) throws IOException {
    var deflated = new byte[length];
    try (var file = new RandomAccessFile(folder.resolve("Rdata.rdb").toFile(), "r")) {
      file.seek(offset);
      file.readFully(deflated);
    }
    var bytes = new byte[ByteBuffer.wrap(deflated).getInt()];
    try (var inflater = new Inflater()) {
      inflater.setInput(deflated, Integer.BYTES, length - Integer.BYTES);
      int done = 0;
      while (done < bytes.length) {
        int count = inflater.inflate(bytes, done, bytes.length - done);
        if (count == 0) {
          throw new IOException("the data in " + folder + " end too early");
        }
        done += count;
      }
    } catch (DataFormatException e) {
      throw new IOException("the data in " + folder + " are not deflated", e);
    }
    return bytes;
  }
}
