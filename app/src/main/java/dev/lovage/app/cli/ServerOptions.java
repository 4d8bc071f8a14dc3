// SPDX-License-Identifier: Apache-2.0
package dev.lovage.app.cli;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Which app to speak to. What is said before a subcommand counts for it too.
final class ServerOptions {

  private static final String SERVER = "--server";
  private static final String TOKEN = "--token";
  private static final String DEFAULT = "http://127.0.0.1:8080";

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = SERVER,
      paramLabel = "URL",
      description = "The app. Default: LOVAGE_SERVER, else " + DEFAULT + ".")
  private @Nullable String server;

  @Option(
      names = TOKEN,
      paramLabel = "SECRET",
      description = "The app's token. Default: LOVAGE_TOKEN, else none.")
  private @Nullable String token;

  Api api(Terminal terminal) throws ApiException {
    var environment = terminal.environment();
    var url = said(SERVER, server);
    var secret = said(TOKEN, token);
    return new Api(
        terminal.http(),
        address(url != null ? url : environment.getOrDefault("LOVAGE_SERVER", DEFAULT)),
        secret != null ? secret : environment.get("LOVAGE_TOKEN"));
  }

  private @Nullable String said(String option, @Nullable String here) {
    var said = here;
    for (var above = command; said == null && above != null; above = above.parent()) {
      var found = above.findOption(option);
      said = found == null ? null : found.getValue();
    }
    return said;
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
        ApiException.REFUSED, "--server: '" + url + "' is not a URL; write for example " + DEFAULT);
  }
}
