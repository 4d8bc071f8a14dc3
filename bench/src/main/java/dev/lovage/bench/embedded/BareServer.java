// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench.embedded;

import io.helidon.webserver.WebServer;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;

/// Lovage's HTTP server without Lovage: answers every request with the same few bytes, which is the
/// most that can be had of it. Its argument is the port.
public final class BareServer {

  private BareServer() {}

  public static void main(String[] args) {
    var body = "102334155".getBytes(StandardCharsets.US_ASCII);
    WebServer.builder()
        .address(InetAddress.getLoopbackAddress())
        .port(Integer.parseInt(args[0]))
        .routing(routing -> routing.any((request, response) -> response.send(body)))
        .build()
        .start();
  }
}
