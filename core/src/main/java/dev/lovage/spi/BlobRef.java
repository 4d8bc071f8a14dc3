// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import dev.lovage.LovageException;
import dev.lovage.TaskId;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/// The name of a blob. Its text has characters only that files and URLs take as they are.
///
/// @param owner the task that wrote it: as long as that has not ended the blob is kept
/// @param part tells the blobs of one task apart
public record BlobRef(TaskId owner, long part) {

  private static final Pattern TEXT = Pattern.compile("([0-9a-f-]{36})\\.([0-9a-f]{16})");

  /// Reads the text of a name; empty if it is none.
  public static Optional<BlobRef> parse(String text) {
    var matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new BlobRef(
              TaskId.parse(matcher.group(1)), HexFormat.fromHexDigitsToLong(matcher.group(2))));
    } catch (LovageException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return owner + "." + HexFormat.of().toHexDigits(part);
  }
}
