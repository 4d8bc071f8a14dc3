// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import dev.lovage.http.Problem.Kind;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Tells JSON from other media types.
final class MediaTypes {

  private static final String JSON = "application/json";

  private static final Set<String> LINES =
      Set.of("application/x-ndjson", "application/ndjson", "application/jsonl");

  private MediaTypes() {}

  /// Whether the body is JSON values in lines.
  static boolean isLines(Optional<String> contentType) {
    var type = contentType.orElse("").toLowerCase(Locale.ROOT);
    int semicolon = type.indexOf(';');
    return LINES.contains((semicolon < 0 ? type : type.substring(0, semicolon)).trim());
  }

  static void requireJson(Optional<String> contentType) {
    var type = contentType.orElse("");
    if (!type.equals(JSON) && !isJson(type.toLowerCase(Locale.ROOT))) {
      var said = type.isEmpty() ? "has none" : "is '" + NearNames.shortened(type) + "'";
      throw Problem.of(Kind.MEDIA_TYPE, "Content-Type: " + said + "; only JSON in UTF-8 is taken")
          .field("Content-Type")
          .remedy("Send the header Content-Type: application/json.")
          .exception();
    }
  }

  private static boolean isJson(String type) {
    int semicolon = type.indexOf(';');
    var base = (semicolon < 0 ? type : type.substring(0, semicolon)).trim();
    if (!base.equals(JSON) && !(base.startsWith("application/") && base.endsWith("+json"))) {
      return false;
    }
    int charset = type.indexOf("charset=");
    if (charset < 0) {
      return true;
    }
    int end = type.indexOf(';', charset);
    var name = type.substring(charset + "charset=".length(), end < 0 ? type.length() : end);
    var bare = name.replace("\"", "").trim();
    return bare.equals("utf-8") || bare.equals("utf8") || bare.equals("us-ascii");
  }
}
