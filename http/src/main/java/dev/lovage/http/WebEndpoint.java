// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import dev.lovage.spi.JsonCodec;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Runs an app's handler and turns what it returns into an answer.
record WebEndpoint(WebHandler handler) implements Endpoint {

  @Override
  public Reply handle(Exchange exchange) throws Exception {
    return reply(handler.handle(new ExchangeRequest(exchange)));
  }

  private static Reply reply(@Nullable Object result) {
    return switch (result) {
      case null -> Reply.of(Status.NO_CONTENT_204);
      case String text -> Reply.of(Status.OK_200, Reply.utf8(text), Fields.TEXT);
      case WebResponse own -> whole(own);
      // What a served counter returns: its digits are its JSON, and no codec is faster.
      case Long number -> digits(number.toString());
      case Integer number -> digits(number.toString());
      case Boolean truth -> digits(truth.toString());
      default ->
          Reply.of(Status.OK_200, Reply.utf8(JsonCodec.encode("answer", result)), Fields.JSON);
    };
  }

  private static Reply whole(WebResponse own) {
    var reply = Reply.of(Status.create(own.status()), own.body());
    if (!own.contentType().isEmpty()) {
      reply = reply.with(HeaderValues.create(HeaderNames.CONTENT_TYPE, own.contentType()));
    }
    for (var header : own.headers().entrySet()) {
      reply = reply.with(HeaderValues.create(header.getKey(), header.getValue()));
    }
    return reply;
  }

  private static Reply digits(String ascii) {
    return Reply.of(Status.OK_200, ascii.getBytes(StandardCharsets.ISO_8859_1), Fields.JSON);
  }
}
