// SPDX-License-Identifier: Apache-2.0
package dev.lovage.recommender.web;

import java.util.regex.Pattern;

/// Titles as people say them.
final class Titles {

  private static final Pattern SORTED =
      Pattern.compile("(.+), (The|A|An|La|Le|Les|L'|Il|El|Los|Das|Der|Die)( \\(.*\\))?");

  private Titles() {}

  /// "The Matrix" for "Matrix, The".
  static String shown(String title) {
    var matcher = SORTED.matcher(title);
    if (!matcher.matches()) {
      return title;
    }
    var rest = matcher.group(3) == null ? "" : matcher.group(3);
    var space = matcher.group(2).endsWith("'") ? "" : " ";
    return matcher.group(2) + space + matcher.group(1) + rest;
  }
}
