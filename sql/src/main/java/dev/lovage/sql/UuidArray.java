// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;
import org.postgresql.core.Oid;
import org.postgresql.util.PGBinaryObject;
import org.postgresql.util.PGobject;

/// Ids as a parameter of PostgreSQL's, in its binary form where the connection allows it: the
/// driver would write each as a text, which the server would have to read.
///
/// Source of the form: `array_recv` and `uuid_recv` in PostgreSQL.
final class UuidArray extends PGobject implements PGBinaryObject {

  private static final long serialVersionUID = 1;
  private static final int HEADER = 5 * Integer.BYTES;
  private static final int ELEMENT = Integer.BYTES + 2 * Long.BYTES;

  private final UUID[] ids;

  UuidArray(UUID[] ids) {
    this.ids = ids;
    setType("uuid[]");
  }

  @Override
  public String getValue() {
    return Arrays.stream(ids).map(UUID::toString).collect(Collectors.joining(",", "{", "}"));
  }

  @Override
  public int lengthInBytes() {
    return HEADER + ids.length * ELEMENT;
  }

  @Override
  public void toBytes(byte[] bytes, int offset) {
    var out = ByteBuffer.wrap(bytes, offset, lengthInBytes());
    // One dimension, no nulls, and its size and first index.
    out.putInt(1).putInt(0).putInt(Oid.UUID).putInt(ids.length).putInt(1);
    for (var id : ids) {
      out.putInt(2 * Long.BYTES)
          .putLong(id.getMostSignificantBits())
          .putLong(id.getLeastSignificantBits());
    }
  }

  @Override
  public void setByteValue(byte[] value, int offset) {
    throw new UnsupportedOperationException("is a parameter, never a result");
  }
}
