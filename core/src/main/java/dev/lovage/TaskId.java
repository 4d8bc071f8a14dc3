// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// The identity of one task: a UUID of version 7 (RFC 9562), so ids sort by the millisecond in
/// which they were made. The caller makes the id, which lets a submit be repeated safely after a
/// lost answer. In JSON it is its text.
public record TaskId(UUID uuid) implements Comparable<TaskId> {

  /// Makes a new id from the given clock and source of randomness.
  public static TaskId next(InstantSource clock, RandomGenerator random) {
    long high = clock.millis() << 16 | 0x7000L | random.nextInt(1 << 12);
    long low = random.nextLong() >>> 2 | 0x8000_0000_0000_0000L;
    return new TaskId(new UUID(high, low));
  }

  /// The id that belongs to a type and a key, the same in every process: a UUID of version 8 from
  /// their SHA-256.
  public static TaskId of(String type, String key) {
    try {
      var hash =
          ByteBuffer.wrap(
              MessageDigest.getInstance("SHA-256")
                  .digest((type + '\n' + key).getBytes(StandardCharsets.UTF_8)));
      long high = (hash.getLong() & ~0xF000L) | 0x8000L;
      long low = (hash.getLong() >>> 2) | 0x8000_0000_0000_0000L;
      return new TaskId(new UUID(high, low));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /// The id that goes here for one that another system has made: the same if it is a UUID, else one
  /// made of it, the same in every process.
  public static TaskId named(String text) {
    try {
      if (text.length() == 36) {
        return new TaskId(UUID.fromString(text));
      }
    } catch (IllegalArgumentException e) {
      // Any other text of that length.
    }
    return of("", text);
  }

  /// Reads the 36-character form.
  ///
  /// @throws LovageException with [ErrorCode#INVALID] when the text is not a UUID
  @JsonCreator
  public static TaskId parse(String text) {
    try {
      if (text.length() == 36) {
        return new TaskId(UUID.fromString(text));
      }
    } catch (IllegalArgumentException e) {
      // Reported below in our own words.
    }
    throw new LovageException(
        ErrorCode.INVALID, "id: not a task id: " + text + "; expected a UUID of 36 characters");
  }

  @Override
  public int compareTo(TaskId other) {
    int byTime =
        Long.compareUnsigned(uuid.getMostSignificantBits(), other.uuid.getMostSignificantBits());
    return byTime != 0
        ? byTime
        : Long.compareUnsigned(
            uuid.getLeastSignificantBits(), other.uuid.getLeastSignificantBits());
  }

  @Override
  @JsonValue
  public String toString() {
    return uuid.toString();
  }
}
