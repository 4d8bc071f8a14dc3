// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import java.util.Map;
import java.util.regex.Pattern;

/// An answer in full, for what text and JSON can't say.
///
/// @param status from 200 to 599
/// @param contentType sent as it is; left out if it and the body are empty
/// @param body sent as it is, and not copied; empty for none
/// @param headers further ones
@SuppressWarnings("ArrayRecordComponent") // A carrier: nobody compares answers.
public record WebResponse(
    int status, String contentType, byte[] body, Map<String, String> headers) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]{1,64}");

  public WebResponse {
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("status: takes 200 to 599, but is " + status);
    }
    check("contentType", contentType);
    headers = Map.copyOf(headers);
    headers.forEach((name, value) -> {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException("headers: '" + name + "' is no name of a header");
      }
      check(name, value);
    });
  }

  /// Without further headers.
  public WebResponse(int status, String contentType, byte[] body) {
    this(status, contentType, body, Map.of());
  }

  /// Sends a browser on to another page, which it gets with `GET`: the answer to a form.
  ///
  /// @param location a path, with what is not a letter or digit encoded
  public static WebResponse seeOther(String location) {
    return new WebResponse(303, "", new byte[0], Map.of("Location", location));
  }

  private static void check(String field, String value) {
    if (value.chars().anyMatch(c -> c < ' ' || c > 126)) {
      throw new IllegalArgumentException(field + ": has a character that a header can't carry");
    }
  }
}
