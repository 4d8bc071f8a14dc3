// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Decodes percent-encoded text, strictly: what is not UTF-8 is refused.
final class Percent {

  private Percent() {}

  static String decodePath(String text) {
    return text.indexOf('%') < 0 ? text : decode("path", text);
  }

  static String decodeQuery(String text) {
    var spaced = text.indexOf('+') < 0 ? text : text.replace('+', ' ');
    return spaced.indexOf('%') < 0 ? spaced : decode("query", spaced);
  }

  private static String decode(String field, String text) {
    var bytes = new byte[text.length()];
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '%') {
        bytes[length++] = (byte) c;
        continue;
      }
      int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
      int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), 16) : -1;
      if (high < 0 || low < 0) {
        throw malformed(field, text);
      }
      bytes[length++] = (byte) (high << 4 | low);
      i += 2;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, 0, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw malformed(field, text);
    }
  }

  private static ProblemException malformed(String field, String text) {
    return Problem.of(Problem.Kind.INVALID, field + ": '" + text + "' is not percent-encoded UTF-8")
        .field(field)
        .remedy("Encode it as UTF-8 and write each special byte as % and two hexadecimal digits.")
        .exception();
  }
}
