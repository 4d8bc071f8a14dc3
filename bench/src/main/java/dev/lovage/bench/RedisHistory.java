// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What Redis's own log says: its append-only files have each change in its order, as the command
/// that made it.
///
/// Source of the form: the Redis serialization protocol, version 2.
record RedisHistory(List<Path> files) {

  /// The name of the last command that carried each of these texts in an argument, or took it off a
  /// list.
  Map<String, String> lastWith(Collection<String> texts) throws IOException {
    var last = new HashMap<String, String>();
    var lists = new RedisLists();
    for (var file : files) {
      try (var in =
          new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 20))) {
        while (in.available() > 0) {
          var command = command(in);
          var taken = lists.apply(command);
          for (var text : texts) {
            if (Stream.concat(command.stream(), taken.stream()).anyMatch(s -> s.contains(text))) {
              last.put(text, command.getFirst());
            }
          }
        }
      } catch (EOFException e) {
        // The server was killed while it wrote the last one.
      }
    }
    return last;
  }

  private static List<String> command(DataInputStream in) throws IOException {
    int count = number(in, '*');
    var command = new ArrayList<String>(count);
    for (int i = 0; i < count; i++) {
      var bytes = new byte[number(in, '$')];
      in.readFully(bytes);
      in.skipNBytes(2);
      command.add(new String(bytes, ISO_8859_1));
    }
    return command;
  }

  private static int number(DataInputStream in, char sign) throws IOException {
    int first = in.read();
    if (first != sign) {
      throw new EOFException("not a command but " + first);
    }
    int number = 0;
    for (int digit = in.readUnsignedByte(); digit != '\r'; digit = in.readUnsignedByte()) {
      number = number * 10 + digit - '0';
    }
    in.skipNBytes(1);
    return number;
  }
}
