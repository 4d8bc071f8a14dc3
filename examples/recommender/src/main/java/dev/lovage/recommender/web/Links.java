// SPDX-License-Identifier: Apache-2.0
package dev.lovage.recommender.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// Texts in URLs.
public final class Links {

  private Links() {}

  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /// A user's feed.
  public static String feed(String user) {
    return "/feed?user=" + encoded(user);
  }
}
