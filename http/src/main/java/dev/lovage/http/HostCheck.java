// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import dev.lovage.http.Problem.Kind;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Keeps pages of other sites out of an API that has no token, in two ways:
///
/// - Such a page can let a name of its own stand for 127.0.0.1 (DNS rebinding), and its browser
///   then takes the API for a part of the page's site; but the `Host` header still carries that
///   name.
/// - It can send a form here, of which it does not see the answer but which would have its effect;
///   but the browser says what site the page is of.
final class HostCheck {

  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");
  private static final Set<String> NOT_FOREIGN = Set.of("same-origin", "none");
  private static final HeaderName FETCH_SITE = HeaderNames.create("Sec-Fetch-Site");

  private final boolean needed;
  private final String own;

  HostCheck(HttpSettings settings) {
    this.needed = settings.token() == null;
    this.own = settings.host().toLowerCase(Locale.ROOT);
  }

  /// Refuses a request that may be another site's doing.
  void check(ServerRequest request) {
    if (!needed) {
      return;
    }
    var host = header(request, HeaderNames.HOST);
    if (host.isPresent() && !isOwn(host.get())) {
      throw Problem.of(
              Kind.MISDIRECTED, "The API is not answered under this name, for it has no token.")
          .field("Host")
          .remedy("Call it as localhost or by address, or start the server with --token.")
          .exception();
    }
    if (!SAFE.contains(request.prologue().method().text()) && isForeign(request, host)) {
      throw Problem.of(
              Kind.MISDIRECTED,
              "The API takes nothing from pages of other sites, for it has no token.")
          .field("Origin")
          .remedy("Call it from a program, or start the server with --token.")
          .exception();
    }
  }

  /// Whether a page of another site sent it. Browsers of before 2023 send no `Sec-Fetch-Site`, and
  /// programs neither.
  private static boolean isForeign(ServerRequest request, Optional<String> host) {
    var site = header(request, FETCH_SITE);
    if (site.isPresent()) {
      return !NOT_FOREIGN.contains(site.get());
    }
    var origin = header(request, HeaderNames.ORIGIN);
    return origin.isPresent() && !origin.get().endsWith("://" + host.orElse(""));
  }

  private static Optional<String> header(ServerRequest request, HeaderName name) {
    var headers = request.headers();
    return headers.contains(name) ? Optional.of(headers.get(name).values()) : Optional.empty();
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
}
