// SPDX-License-Identifier: Apache-2.0
package dev.lovage.app.cli;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which app to speak to.
final class ServerOptions {

  @Option(
      names = "--server",
      paramLabel = "URL",
      description = "The app. Default: LOVAGE_SERVER, else http://127.0.0.1:8080.")
  private @Nullable String server;

  @Option(
      names = "--token",
      paramLabel = "SECRET",
      description = "The app's token. Default: LOVAGE_TOKEN, else none.")
  private @Nullable String token;

  Api api(Terminal terminal) throws ApiException {
    var environment = terminal.environment();
    var url =
        server != null
            ? server
            : environment.getOrDefault("LOVAGE_SERVER", "http://127.0.0.1:8080");
    return new Api(
        terminal.http(), address(url), token != null ? token : environment.get("LOVAGE_TOKEN"));
  }

  private static URI address(String url) throws ApiException {
    try {
      var address = URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
      if (address.getHost() != null && String.valueOf(address.getScheme()).startsWith("http")) {
        return address;
      }
    } catch (IllegalArgumentException e) {
      // Reported below.
    }
    throw new ApiException(
        ApiException.REFUSED,
        "--server: '" + url + "' is not a URL; write for example http://127.0.0.1:8080");
  }
}
