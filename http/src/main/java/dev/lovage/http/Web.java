// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import java.util.ArrayList;
import java.util.List;

/// The routes of an app. Declared before the server starts, by one thread; a server takes those
/// that are there when it starts.
///
/// A path is made of fixed segments and parameters: `/set/{n}`; a last segment `{+rest}` stands for
/// one or more segments. Fixed segments go before parameters. `HEAD` is answered from `get`. The
/// paths of Lovage itself, `/v1/…`, `/health/live` and `/health/ready`, are taken.
public final class Web {

  private final List<Route> routes = new ArrayList<>();

  /// Without routes.
  public Web() {}

  /// Answers `GET` and `HEAD`.
  ///
  /// @throws LovageException `INVALID` if the path has a wrong form, is taken by Lovage, or is
  ///   declared already
  public Web get(String path, WebHandler handler) {
    return add(Verb.GET, path, handler);
  }

  /// Answers `POST`; throws as [#get] does.
  public Web post(String path, WebHandler handler) {
    return add(Verb.POST, path, handler);
  }

  /// Answers `PUT`; throws as [#get] does.
  public Web put(String path, WebHandler handler) {
    return add(Verb.PUT, path, handler);
  }

  /// Answers `DELETE`; throws as [#get] does.
  public Web delete(String path, WebHandler handler) {
    return add(Verb.DELETE, path, handler);
  }

  /// Answers `PATCH`; throws as [#get] does.
  public Web patch(String path, WebHandler handler) {
    return add(Verb.PATCH, path, handler);
  }

  private Web add(Verb verb, String path, WebHandler handler) {
    var template = PathTemplate.parse(path);
    if (path.equals("/v1")
        || path.startsWith("/v1/")
        || path.equals(ApiRoutes.LIVE)
        || path.equals(ApiRoutes.READY)) {
      throw new LovageException(
          ErrorCode.INVALID, "path: " + path + " belongs to Lovage's own API; choose another one");
    }
    var route = Route.ofApp(verb, template, new WebEndpoint(handler));
    if (routes.stream().anyMatch(route::clashesWith)) {
      throw new LovageException(
          ErrorCode.INVALID,
          "path: " + verb + " " + path + " is declared already; each route is declared once");
    }
    routes.add(route);
    return this;
  }

  /// The paths that answer `GET`, as they were declared and in that order.
  public List<String> readablePaths() {
    return routes.stream()
        .filter(route -> route.verb().equals(Verb.GET))
        .map(route -> route.path().text())
        .toList();
  }

  /// The routes as they stand.
  List<Route> routes() {
    return List.copyOf(routes);
  }
}
