// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import dev.lovage.Lovage;
import dev.lovage.ModelVersion;
import dev.lovage.Models;
import dev.lovage.http.ModelViews.Comparison;
import dev.lovage.http.ModelViews.ModelDetail;
import dev.lovage.http.ModelViews.ModelList;
import dev.lovage.http.ModelViews.ModelView;
import dev.lovage.http.ModelViews.VersionView;
import dev.lovage.http.Problem.Kind;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.Set;

/// `/v1/models`: what is known of models, their contents, returns to older versions, and holds.
record ModelsResource(Lovage lovage) {

  static final Set<String> VERSION = Set.of("version");
  static final Set<String> VERSIONS = Set.of("from", "to");

  private Models models() {
    return lovage.models();
  }

  Reply list(Exchange exchange) {
    return Reply.json(
        Status.OK_200,
        new ModelList(
            models().list().stream()
                .map(version -> ModelView.of(version, models().find(version.name())))
                .toList()));
  }

  Reply get(Exchange exchange) {
    var name = exchange.path("name");
    var newest = models().newest(name).orElseThrow(() -> unknown(name));
    return Reply.json(
        Status.OK_200,
        ModelDetail.of(ModelView.of(newest, models().find(name)), models().history(name)));
  }

  Reply compare(Exchange exchange) {
    var name = exchange.path("name");
    return models()
        .compare(name, required(exchange, "from"), required(exchange, "to"))
        .map(comparison -> Reply.json(Status.OK_200, Comparison.of(comparison)))
        .orElseThrow(() -> notKept(name));
  }

  Reply content(Exchange exchange) throws IOException {
    var name = exchange.path("name");
    long number = TextForms.version("version", exchange.path("version"));
    var version =
        models()
            .history(name)
            .version(number)
            .filter(this::isThere)
            .orElseThrow(() -> notKept(name));
    return Reply.stream(
        out -> send(version, out),
        HeaderValues.create(HeaderNames.CONTENT_TYPE, "application/octet-stream"),
        HeaderValues.create(HeaderNames.CONTENT_LENGTH, version.manifest().size()),
        HeaderValues.create(HeaderNames.ETAG, "\"" + version.manifest().sha256() + "\""),
        Fields.NO_CACHE);
  }

  private boolean isThere(ModelVersion version) {
    var found = models().open(version);
    found.ifPresent(in -> {
      try {
        in.close();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    });
    return found.isPresent();
  }

  private void send(ModelVersion version, OutputStream out) throws IOException {
    try (var in =
            models().open(version).orElseThrow(() -> new FileNotFoundException("is just gone"));
        out) {
      in.transferTo(out);
    }
  }

  Reply rollback(Exchange exchange) {
    var name = exchange.path("name");
    return served(name, models().rollback(name, required(exchange, "version")));
  }

  Reply pin(Exchange exchange) {
    var name = exchange.path("name");
    return served(name, models().pin(name, required(exchange, "version")));
  }

  Reply unpin(Exchange exchange) {
    var name = exchange.path("name");
    var version = models().unpin(name).orElseThrow(() -> unknown(name));
    return Reply.json(Status.OK_200, VersionView.of(version));
  }

  private static Reply served(String name, Optional<ModelVersion> version) {
    return Reply.json(Status.OK_200, VersionView.of(version.orElseThrow(() -> notKept(name))));
  }

  private static long required(Exchange exchange, String parameter) {
    return exchange
        .query()
        .get(parameter)
        .map(text -> TextForms.version(parameter, text))
        .orElseThrow(() ->
            Problem.of(Kind.INVALID, parameter + ": is missing")
                .field(parameter)
                .remedy("Say which version; GET /v1/models/… lists them.")
                .exception());
  }

  private static ProblemException unknown(String name) {
    return Problem.of(
            Kind.UNKNOWN_VALUE,
            "There is no model '"
                + NearNames.shortened(name)
                + "': it is not served here, and nothing was published to it.")
        .field("name")
        .remedy("Check the name; GET /v1/models lists all.")
        .exception();
  }

  private static ProblemException notKept(String name) {
    return Problem.of(
            Kind.UNKNOWN_VALUE,
            "The model '" + NearNames.shortened(name) + "' has no such version any more.")
        .field("version")
        .remedy("Choose one of those that GET /v1/models/… lists.")
        .exception();
  }
}
