// SPDX-License-Identifier: Apache-2.0
package dev.lovage.cassandra;

import dev.lovage.ActionCursor;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Pattern;

/// Where an action stands in its stream: at the time in its id, and among those of the same time by
/// the id's bytes. The time is milliseconds since 1970, followed by the twelve bits that a UUID of
/// version 7 has after them.
record Place(long at, UUID id) implements Comparable<Place> {

  /// The bits after the millisecond.
  static final int COUNTER = 12;

  static final Place START = new Place(0, new UUID(0, 0));
  static final Place END = new Place(Long.MAX_VALUE, new UUID(-1, -1));

  private static final long BUCKET_MILLIS = 600_000;
  private static final long PERIOD_MILLIS = 7 * 86_400_000L;
  private static final long DAY_MILLIS = 86_400_000;
  private static final Pattern TEXT = Pattern.compile("([0-9a-f]{15})-([0-9a-f]{32})");
  private static final Comparator<Place> ORDER =
      Comparator.<Place>comparingLong(Place::at)
          .thenComparing(place -> place.id().getMostSignificantBits(), Long::compareUnsigned)
          .thenComparing(place -> place.id().getLeastSignificantBits(), Long::compareUnsigned);

  /// The place that an id of version 7 says.
  static Place of(UUID id) {
    long high = id.getMostSignificantBits();
    return new Place((high >>> 16) << COUNTER | (high & 0xFFF), id);
  }

  static long at(long millis) {
    return millis << COUNTER;
  }

  long millis() {
    return at >>> COUNTER;
  }

  /// The ten minutes in which it is, of which a reader reads one after another.
  long bucket() {
    return millis() / BUCKET_MILLIS;
  }

  static long dayOf(long bucket) {
    return bucket * BUCKET_MILLIS / DAY_MILLIS;
  }

  static long periodMillis() {
    return PERIOD_MILLIS;
  }

  /// The week in which it is, which is a partition of a user.
  int period() {
    return (int) (millis() / PERIOD_MILLIS);
  }

  /// The id's bytes, by which Cassandra sorts.
  ByteBuffer bytes() {
    return ByteBuffer.allocate(16)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .flip();
  }

  static UUID id(ByteBuffer bytes) {
    return new UUID(bytes.getLong(bytes.position()), bytes.getLong(bytes.position() + 8));
  }

  static Place of(ActionCursor cursor) {
    if (cursor.equals(ActionCursor.START)) {
      return START;
    }
    if (cursor.equals(ActionCursor.END)) {
      return END;
    }
    var match = TEXT.matcher(cursor.text());
    if (!match.matches()) {
      throw cursor.foreign();
    }
    var id = HexFormat.of().parseHex(match.group(2));
    return new Place(HexFormat.fromHexDigitsToLong(match.group(1)), id(ByteBuffer.wrap(id)));
  }

  ActionCursor cursor() {
    return equals(START)
        ? ActionCursor.START
        : new ActionCursor(
            HexFormat.of().toHexDigits(at, 15) + "-" + HexFormat.of().formatHex(bytes().array()));
  }

  @Override
  public int compareTo(Place other) {
    return ORDER.compare(this, other);
  }
}
