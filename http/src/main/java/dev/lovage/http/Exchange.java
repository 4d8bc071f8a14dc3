// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import dev.lovage.spi.JsonCodec;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A request on its way to an endpoint. Used by one thread, until the answer is sent.
final class Exchange {

  private final ServerRequest request;
  private final Route route;
  private final List<String> parameters;
  private final Bodies bodies;
  private @Nullable Query query;
  private byte @Nullable [] body;

  Exchange(ServerRequest request, Route route, List<String> parameters, Bodies bodies) {
    this.request = request;
    this.route = route;
    this.parameters = parameters;
    this.bodies = bodies;
  }

  /// A parameter of the route's path, decoded.
  String path(String name) {
    int index = route.path().indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException(
          "the route " + route.path().text() + " has no parameter {" + name + "}");
    }
    return parameters.get(index);
  }

  Query query() {
    if (query == null) {
      var prologue = request.prologue();
      query = prologue.hasQuery() ? Query.parse(prologue.query().rawValue()) : Query.empty();
    }
    return query;
  }

  Optional<String> header(HeaderName name) {
    var headers = request.headers();
    return headers.contains(name) ? Optional.of(headers.get(name).values()) : Optional.empty();
  }

  /// The whole body.
  byte[] body() {
    if (body == null) {
      body = bodies.read(request);
    }
    return body;
  }

  /// The whole body as text.
  String text() {
    return Bodies.text(body());
  }

  /// The elements of the body, a JSON array.
  List<String> elements() {
    return JsonCodec.elements("body", json());
  }

  /// The lines of the body, as they come.
  Iterator<String> lines() {
    return new BodyLines(bodies.stream(request), Bodies.LIMIT);
  }

  /// The body as it comes.
  InputStream stream() {
    return bodies.stream(request);
  }

  /// The whole body as JSON text, which the caller must have said that it is. That also keeps out
  /// forms of foreign web pages: a browser asks first before it sends JSON to another site.
  String json() {
    MediaTypes.requireJson(header(HeaderNames.CONTENT_TYPE));
    var text = text();
    if (text.isBlank()) {
      throw new LovageException(
          ErrorCode.INVALID, "body: is empty; send JSON, or null if there is nothing to say");
    }
    return text;
  }
}
