// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/// A place in a stream of actions, between two of them. It comes from a read of that stream and is
/// good for as long as the stream is, in any process; a reader keeps its text and goes on from
/// there. What the text says is the log's own business.
///
/// @param text at most 64 letters, digits, and any of `. _ -`
public record ActionCursor(@JsonValue String text) {

  private static final Pattern TEXT = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  /// Before the first action that is kept.
  public static final ActionCursor START = new ActionCursor("start");

  /// After the newest action: where a read of a user's actions begins.
  public static final ActionCursor END = new ActionCursor("end");

  /// @throws LovageException `INVALID` if the text is none that a read gives
  @JsonCreator
  public ActionCursor {
    if (!TEXT.matcher(text).matches()) {
      throw foreign();
    }
  }

  /// What to throw for a cursor that is none of this log's.
  public LovageException foreign() {
    return Checks.invalid(
        "cursor", "is none of this stream's; use one that a read gave, unchanged, or leave it out");
  }

  @Override
  public String toString() {
    return text;
  }
}
