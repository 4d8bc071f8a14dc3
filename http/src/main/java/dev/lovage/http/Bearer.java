// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/// Lets in those who bring the token, or everybody where there is none.
final class Bearer {

  private static final String SCHEME = "Bearer ";

  private final byte @Nullable [] token;

  Bearer(@Nullable String token) {
    this.token = token == null ? null : token.getBytes(StandardCharsets.UTF_8);
  }

  boolean admits(ServerRequest request) {
    return token == null || brings(request, token);
  }

  private static boolean brings(ServerRequest request, byte[] token) {
    var headers = request.headers();
    if (!headers.contains(HeaderNames.AUTHORIZATION)) {
      return false;
    }
    var value = headers.get(HeaderNames.AUTHORIZATION).values();
    // The scheme is public and may be in any case; the token takes the same time right or wrong.
    return value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        && MessageDigest.isEqual(
            value.substring(SCHEME.length()).trim().getBytes(StandardCharsets.UTF_8), token);
  }

  static Problem problem() {
    return Problem.of(Problem.Kind.UNAUTHORIZED, "This server asks for a token.")
        .field("Authorization")
        .remedy("Send the header Authorization: Bearer followed by the server's token.");
  }
}
