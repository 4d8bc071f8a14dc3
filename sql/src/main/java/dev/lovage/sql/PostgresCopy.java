// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.spi.LoggedAction;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Rows of actions in PostgreSQL's binary form of `COPY`.
final class PostgresCopy {

  private static final String SIGNATURE = "PGCOPY\n\u00ff\r\n\0";
  private static final short COLUMNS = 9;
  private static final int ROW = 200;

  private PostgresCopy() {}

  /// @param place of the transaction that brings them
  static byte[] rows(int stream, int day, long place, List<LoggedAction> actions) {
    var bytes = new ByteArrayOutputStream(32 + ROW * actions.size());
    try (var out = new DataOutputStream(bytes)) {
      out.write(SIGNATURE.getBytes(StandardCharsets.ISO_8859_1));
      out.writeInt(0);
      out.writeInt(0);
      int number = 0;
      for (var action : actions) {
        out.writeShort(COLUMNS);
        number(out, stream);
        number(out, day);
        number(out, place);
        number(out, ++number);
        out.writeInt(16);
        out.writeLong(action.id().getMostSignificantBits());
        out.writeLong(action.id().getLeastSignificantBits());
        text(out, action.user());
        text(out, action.kind());
        number(out, Columns.micros(action.time()));
        text(out, action.body());
      }
      out.writeShort(-1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void number(DataOutputStream out, int value) throws IOException {
    out.writeInt(4);
    out.writeInt(value);
  }

  private static void number(DataOutputStream out, long value) throws IOException {
    out.writeInt(8);
    out.writeLong(value);
  }

  private static void text(DataOutputStream out, String value) throws IOException {
    var utf8 = value.getBytes(StandardCharsets.UTF_8);
    out.writeInt(utf8.length);
    out.write(utf8);
  }
}
