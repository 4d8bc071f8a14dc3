// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import dev.lovage.Lovage;
import dev.lovage.ServedValue;
import dev.lovage.http.Problem.Kind;
import dev.lovage.spi.Sourced;
import dev.lovage.spi.ValueVersion;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// `/v1/values/{name}`: the newest version of a served value, as fast as it can be sent. What this
/// process serves is read from its memory, and its text and headers are encoded once per version.
final class ValuesResource {

  // A larger one is encoded for each reader, rather than kept twice.
  private static final int LARGEST_KEPT = 64 << 10;
  private static final int LONGEST_NAME = 512;
  static final Set<String> PARAMETERS = Set.of(Waits.PARAMETER);
  private static final HeaderName SOURCE = HeaderNames.create("Lovage-Source");

  private final Lovage lovage;
  private final InstantSource clock;
  private final Map<String, Encoded> kept = new ConcurrentHashMap<>();

  ValuesResource(Lovage lovage, InstantSource clock) {
    this.lovage = lovage;
    this.clock = clock;
  }

  Reply get(Exchange exchange) throws InterruptedException {
    var name = exchange.path("name");
    if (!exchange.query().isEmpty()) {
      await(exchange, name);
    }
    var served = lovage.served(name);
    if (served.isPresent()) {
      return reply(exchange, encoded(name, served.get().json()));
    }
    var sourced = checked(name).flatMap(lovage.values()::ofFamily);
    return sourced.isPresent()
        ? ofFamily(exchange, sourced.get())
        : reply(exchange, Encoded.of(stored(name).orElseThrow(() -> unknown(name))));
  }

  private Reply ofFamily(Exchange exchange, Sourced sourced) {
    var source = sourced.source();
    // A fall-back is often one served value for everybody.
    var encoded =
        lovage.served(source).isPresent()
            ? encoded(source, sourced.version())
            : Encoded.of(sourced.version());
    return reply(exchange, encoded).with(HeaderValues.create(SOURCE, source));
  }

  /// Waits for a version that the caller does not have: none of those in `If-None-Match`, or the
  /// next one if he names none.
  private void await(Exchange exchange, String name) throws InterruptedException {
    var wait = Waits.of(exchange.query());
    if (wait.isZero() || checked(name).isEmpty()) {
      return;
    }
    var now =
        lovage
            .served(name)
            .map(ServedValue::json)
            .or(() -> lovage.values().ofFamily(name).map(Sourced::version))
            .or(() -> stored(name))
            .map(ETags::of);
    var known = exchange.header(HeaderNames.IF_NONE_MATCH).or(() -> now).orElse("");
    if (now.isEmpty() || ETags.matches(known, now.get())) {
      var _ =
          lovage.values().await(name, version -> !ETags.matches(known, ETags.of(version)), wait);
    }
  }

  private Optional<ValueVersion> stored(String name) {
    return checked(name).flatMap(lovage.values()::get);
  }

  private Reply reply(Exchange exchange, Encoded encoded) {
    long age = clock.instant().getEpochSecond() - encoded.version.publishedAt().getEpochSecond();
    var seconds = HeaderValues.create(HeaderNames.AGE, Long.toString(Math.max(0, age)));
    var known = exchange.header(HeaderNames.IF_NONE_MATCH);
    if (known.isPresent() && ETags.matches(known.get(), encoded.tag.values())) {
      return Reply.of(
          Status.NOT_MODIFIED_304, encoded.tag, encoded.modified, Fields.NO_CACHE, seconds);
    }
    return Reply.of(
        Status.OK_200,
        encoded.body,
        Fields.JSON,
        encoded.tag,
        encoded.modified,
        Fields.NO_CACHE,
        seconds);
  }

  /// A version of a value that is served here, or a newer one.
  private Encoded encoded(String name, ValueVersion version) {
    var last = kept.get(name);
    if (last != null && !version.isNewerThan(last.version)) {
      return last;
    }
    var encoded = Encoded.of(version);
    if (encoded.body.length <= LARGEST_KEPT) {
      kept.put(name, encoded);
    } else {
      kept.remove(name);
    }
    return encoded;
  }

  /// A name that no value can have is not looked for.
  private static Optional<String> checked(String name) {
    return Optional.of(name).filter(n -> n.length() <= LONGEST_NAME);
  }

  static ProblemException unknown(String name) {
    return Problem.of(
            Kind.UNKNOWN_VALUE,
            "There is no value '"
                + NearNames.shortened(name)
                + "': it is not served here, and nothing was published to it.")
        .field("name")
        .remedy("Check the name, or declare the value so that it has an initial one.")
        .exception();
  }

  /// One version, ready to be sent.
  private static final class Encoded {
    private final ValueVersion version;
    private final byte[] body;
    private final Header tag;
    private final Header modified;

    private Encoded(ValueVersion version, byte[] body, Header tag, Header modified) {
      this.version = version;
      this.body = body;
      this.tag = tag;
      this.modified = modified;
    }

    static Encoded of(ValueVersion version) {
      var modified =
          DateTimeFormatter.RFC_1123_DATE_TIME.format(
              version.publishedAt().atOffset(ZoneOffset.UTC));
      return new Encoded(
          version,
          Reply.utf8(version.json()),
          HeaderValues.createCached(HeaderNames.ETAG, ETags.of(version)),
          HeaderValues.createCached(HeaderNames.LAST_MODIFIED, modified));
    }
  }
}
