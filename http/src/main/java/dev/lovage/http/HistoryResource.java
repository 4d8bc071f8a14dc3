// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import dev.lovage.Lovage;
import dev.lovage.http.JsonViews.HistoryView;
import dev.lovage.http.JsonViews.VersionView;
import dev.lovage.http.Problem.Kind;
import dev.lovage.spi.ValueVersion;
import io.helidon.http.Status;
import java.util.Optional;
import java.util.Set;

/// `/v1/history/{name}` and `/v1/pins/{name}`: the last results of a value, a return to one of
/// them, and a hold on one.
record HistoryResource(Lovage lovage) {

  static final Set<String> VERSION = Set.of("version");

  Reply get(Exchange exchange) {
    var name = exchange.path("name");
    var history = lovage.values().history(name);
    if (history.versions().isEmpty()) {
      throw ValuesResource.unknown(name);
    }
    var wanted = version(exchange);
    if (wanted.isEmpty()) {
      var versions = history.versions().stream().map(VersionView::of).toList();
      return Reply.json(Status.OK_200, new HistoryView(name, history.pinned(), versions));
    }
    return history.versions().stream()
        .filter(version -> version.version() == wanted.get())
        .findAny()
        .map(version -> Reply.json(Status.OK_200, version.json()))
        .orElseThrow(() -> notKept(name));
  }

  Reply rollback(Exchange exchange) {
    var name = exchange.path("name");
    return served(name, lovage.values().rollback(name, required(exchange)));
  }

  Reply pin(Exchange exchange) {
    var name = exchange.path("name");
    return served(name, lovage.values().pin(name, required(exchange)));
  }

  Reply unpin(Exchange exchange) {
    var name = exchange.path("name");
    var version = lovage.values().unpin(name).orElseThrow(() -> ValuesResource.unknown(name));
    return Reply.json(Status.OK_200, VersionView.of(version));
  }

  private static Reply served(String name, Optional<ValueVersion> version) {
    return Reply.json(Status.OK_200, VersionView.of(version.orElseThrow(() -> notKept(name))));
  }

  private static Optional<Long> version(Exchange exchange) {
    return exchange.query().get("version").map(text -> TextForms.version("version", text));
  }

  private static long required(Exchange exchange) {
    return version(exchange)
        .orElseThrow(() ->
            Problem.of(Kind.INVALID, "version: is missing")
                .field("version")
                .remedy("Say which, for example ?version=12; GET /v1/history/… lists them.")
                .exception());
  }

  private static ProblemException notKept(String name) {
    return Problem.of(
            Kind.UNKNOWN_VALUE,
            "The value '" + NearNames.shortened(name) + "' has no such version any more.")
        .field("version")
        .remedy("Choose one of those that GET /v1/history/… lists.")
        .exception();
  }
}
