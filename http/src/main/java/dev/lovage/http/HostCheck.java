// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import dev.lovage.http.Problem.Kind;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.util.Locale;

/// Keeps pages of other sites out of an API that has no token. Such a page can let a name of its
/// own stand for 127.0.0.1 (DNS rebinding), and its browser then takes the API for a part of the
/// page's site; but the `Host` header still carries that name.
final class HostCheck {

  private final boolean needed;
  private final String own;

  HostCheck(HttpSettings settings) {
    this.needed = settings.token() == null;
    this.own = settings.host().toLowerCase(Locale.ROOT);
  }

  /// Whether the request was sent to an address, or to a name that only this machine gives out.
  boolean admits(ServerRequest request) {
    var headers = request.headers();
    return !needed
        || !headers.contains(HeaderNames.HOST)
        || isOwn(headers.get(HeaderNames.HOST).values());
  }

  private boolean isOwn(String authority) {
    int colon = authority.startsWith("[") ? -1 : authority.indexOf(':');
    var host = (colon < 0 ? authority : authority.substring(0, colon)).toLowerCase(Locale.ROOT);
    return host.startsWith("[")
        || host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'))
        || host.equals("localhost")
        || host.endsWith(".localhost")
        || host.equals(own);
  }

  static Problem problem() {
    return Problem.of(
            Kind.MISDIRECTED, "The API is not answered under this name, for it has no token.")
        .field("Host")
        .remedy("Call it as localhost or by address, or start the server with --token.");
  }
}
