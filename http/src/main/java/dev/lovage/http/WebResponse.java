// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

/// An answer in full, for what text and JSON can't say.
///
/// @param status from 200 to 599
/// @param contentType sent as it is
/// @param body sent as it is, and not copied; empty for none
@SuppressWarnings("ArrayRecordComponent") // A carrier: nobody compares answers.
public record WebResponse(int status, String contentType, byte[] body) {

  public WebResponse {
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("status: takes 200 to 599, but is " + status);
    }
    if (contentType.chars().anyMatch(c -> c < ' ' || c > 126)) {
      throw new IllegalArgumentException("contentType: has a character that a header can't carry");
    }
  }
}
