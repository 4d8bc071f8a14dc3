// SPDX-License-Identifier: Apache-2.0
package dev.lovage.client;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/// Where the server is, and how its paths are written.
///
/// @param base without a slash at its end
record Address(String base) {

  static Address parse(String url) {
    try {
      var uri = URI.create(url);
      var scheme = uri.getScheme();
      if (("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))
          && uri.getHost() != null
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null
          && uri.getRawUserInfo() == null) {
        return new Address(url.replaceAll("/+$", ""));
      }
    } catch (IllegalArgumentException e) {
      // Told below in our own words.
    }
    throw new LovageException(
        ErrorCode.INVALID,
        "url: must be the address of a server, such as http://localhost:8080, but is " + url);
  }

  URI of(String path) {
    return URI.create(base + path);
  }

  URI of(String path, Map<String, String> query) {
    return query.isEmpty()
        ? of(path)
        : of(
            query.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&", path + "?", "")));
  }

  /// One segment of a path.
  static String encoded(String text) {
    // The encoding of forms, but for the blank.
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
