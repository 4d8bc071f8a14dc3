// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import dev.lovage.http.Problem.Kind;
import dev.lovage.spi.JsonCodec;
import io.helidon.http.DirectHandler;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;

/// Answers what Helidon refuses before a route sees it, in the form of all our problems. Helidon's
/// own words are not repeated: they hold parts of the request.
final class TransportProblems implements DirectHandler {

  static DirectHandlers handlers() {
    var builder = DirectHandlers.builder();
    var handler = new TransportProblems();
    for (var type : EventType.values()) {
      builder.addHandler(type, handler);
    }
    return builder.build();
  }

  @Override
  public TransportResponse handle(
      TransportRequest request,
      EventType type,
      Status status,
      ServerResponseHeaders headers,
      String message) {
    var problem = problem(status.code());
    headers.set(Fields.PROBLEM);
    headers.set(Fields.NO_STORE);
    headers.set(Fields.NO_SNIFF);
    return TransportResponse.builder()
        .status(Reply.status(problem.kind()))
        .headers(headers)
        .entity(Reply.utf8(JsonCodec.encode("answer", problem.json())))
        .keepAlive(type.keepAlive())
        .build();
  }

  private static Problem problem(int status) {
    return switch (status) {
      case 413 -> Bodies.tooMuch().problem();
      case 414 ->
          Problem.of(Kind.URI_TOO_LONG, "The request line is longer than this server reads.")
              .remedy("Send long input in the body.");
      case 505 ->
          Problem.of(Kind.HTTP_VERSION, "This server speaks HTTP/1.1.").remedy("Use HTTP/1.1.");
      case 500 ->
          Problem.of(Kind.INTERNAL, "The request failed; the reason is in this server's log.");
      default ->
          Problem.of(Kind.MALFORMED, "The request is not well-formed HTTP/1.1.")
              .remedy(
                  "Check the request line, the headers (at most 16 KiB) and the length of the body.");
    };
  }
}
