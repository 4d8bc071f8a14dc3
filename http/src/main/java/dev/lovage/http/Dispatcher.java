// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import dev.lovage.http.Problem.Kind;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.RequestException;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The one handler that Helidon knows: finds the route, lets it answer, and sends the answer. The
/// routing is ours because the API owes its callers more than a bare 404: the allowed methods, and
/// what they may have meant.
final class Dispatcher implements Handler {

  private static final String API = "/v1/";

  private final RouteTree api;
  private final RouteTree app;
  private final List<String> paths;
  private final Bearer bearer;
  private final HostCheck hosts;
  private final Bodies bodies;

  Dispatcher(List<Route> api, List<Route> app, Bearer bearer, HostCheck hosts, Bodies bodies) {
    this.api = new RouteTree(api);
    this.app = new RouteTree(app);
    this.paths =
        Stream.concat(api.stream(), app.stream()).map(r -> r.path().text()).distinct().toList();
    this.bearer = bearer;
    this.hosts = hosts;
    this.bodies = bodies;
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response) {
    var method = request.prologue().method();
    var path = path(request);
    Reply reply;
    try {
      reply = answer(request, path);
    } catch (CloseConnectionException | RequestException e) {
      // Helidon's own affairs: the connection is gone, or what came over it was not HTTP.
      throw e;
    } catch (Throwable e) {
      reply = Reply.problem(ProblemMapper.map(e, method.text(), path).instance(path));
    }
    reply.send(method, response);
    bodies.drain(request);
    if (request.headers().containsToken(HeaderValues.CONNECTION_CLOSE)) {
      // Helidon says that it closes and then waits for the next request.
      throw new CloseConnectionException("the caller asked for it");
    }
  }

  private Reply answer(ServerRequest request, String path) throws Exception {
    var match = find(path);
    var route =
        match == null
            ? null
            : Verb.of(request.prologue().method()).map(match.routes()::get).orElse(null);
    // Before anything else is said, so that who has no token does not learn what there is.
    if ((route == null || !route.open()) && !bearer.admits(request)) {
      throw Bearer.problem().exception();
    }
    if (path.startsWith(API)) {
      hosts.check(request);
    }
    if (match == null) {
      throw notFound(path);
    }
    if (route == null) {
      return notAllowed(request, path, match);
    }
    var exchange = new Exchange(request, route, match.parameters(), bodies);
    if (route.query() != null && request.prologue().hasQuery()) {
      exchange.query().check(route.query());
    }
    return route.endpoint().handle(exchange);
  }

  private RouteTree.@Nullable Match find(String path) {
    var match = api.find(path);
    // An app's /{a}/{b} must not answer for the API.
    return match != null || path.startsWith(API) ? match : app.find(path);
  }

  /// The path as it was sent; of a proxy's absolute form, the path in it.
  private static String path(ServerRequest request) {
    var raw = request.prologue().uriPath().rawPath();
    if (raw.startsWith("/")) {
      return raw;
    }
    int host = raw.indexOf("://");
    int slash = host < 0 ? -1 : raw.indexOf('/', host + 3);
    return slash < 0 ? "/" : raw.substring(slash);
  }

  private ProblemException notFound(String path) {
    var near = NearNames.of(path, paths);
    return Problem.of(Kind.NOT_FOUND, "There is no resource at " + NearNames.shortened(path) + ".")
        .near(near)
        .remedy(
            near.isEmpty()
                ? "See /v1/openapi.json for what there is."
                : "Did you mean " + NearNames.list(near) + "?")
        .exception();
  }

  private static Reply notAllowed(ServerRequest request, String path, RouteTree.Match match) {
    var allow = match.allow();
    return Reply.problem(
            Problem.of(
                    Kind.METHOD_NOT_ALLOWED,
                    NearNames.shortened(request.prologue().method().text())
                        + " is not answered at "
                        + NearNames.shortened(path)
                        + ".")
                .remedy("Use one of " + allow + ".")
                .instance(path))
        .with(HeaderValues.create(HeaderNames.ALLOW, allow));
  }
}
