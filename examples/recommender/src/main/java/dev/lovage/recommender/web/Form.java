// SPDX-License-Identifier: Apache-2.0
package dev.lovage.recommender.web;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// What a browser sends with a form.
public record Form(Map<String, String> fields) {

  public static Form parse(String body) {
    var fields = new HashMap<String, String>();
    for (var part : body.split("&", -1)) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        fields.put(decoded(part.substring(0, equals)), decoded(part.substring(equals + 1)));
      }
    }
    return new Form(fields);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /// The field, or an empty text.
  public String get(String name) {
    return fields.getOrDefault(name, "");
  }
}
