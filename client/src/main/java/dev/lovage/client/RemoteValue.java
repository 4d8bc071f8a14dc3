// SPDX-License-Identifier: Apache-2.0
package dev.lovage.client;

import dev.lovage.LovageException;
import dev.lovage.spi.JsonCodec;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A served value of the server. Each read is a request, whose answer has no body while the value
/// is the one that was read before. Made by [LovageClient#served]; safe for use from any thread.
public final class RemoteValue<T> {

  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(25);

  private final String name;
  private final Class<T> type;
  private final Calls calls;
  private final AtomicReference<@Nullable Answer<T>> last = new AtomicReference<>();

  RemoteValue(String name, Class<T> type, Calls calls) {
    this.name = name;
    this.type = type;
    this.calls = calls;
  }

  /// One version of the value.
  ///
  /// @param tag that is different for each version: the entity tag
  /// @param publishedAt to the second; of an initial value: when the server began to serve it
  /// @param source the name of the value that answered, where it was one of a family: its own, or a
  ///   fall-back's
  public record Answer<T>(
      @Nullable T value, String tag, Instant publishedAt, Optional<String> source) {}

  public String name() {
    return name;
  }

  /// The newest value.
  ///
  /// @throws LovageException `INVALID` if the server has none of this name, or it can't be read as
  ///   the type
  public @Nullable T get() {
    return answer().value();
  }

  /// The newest value with its version.
  public Answer<T> answer() {
    var known = last.get();
    return read(known, calls.send(request(known, Map.of())));
  }

  /// Waits for a version other than this one.
  ///
  /// @return the newest version, which is the known one if the time is over
  public Answer<T> awaitOther(Answer<T> known, Duration timeout) throws InterruptedException {
    long start = System.nanoTime();
    while (true) {
      long left = TimeUnit.NANOSECONDS.convert(timeout) - (System.nanoTime() - start);
      var wait = Duration.ofNanos(Math.clamp(left, 0, LONGEST_NANOS));
      var answer = calls.ask(request(known, Map.of("wait", wait.toString())), wait);
      if (answer.statusCode() != 304 || left <= 0) {
        return read(known, answer);
      }
    }
  }

  private HttpRequest.Builder request(@Nullable Answer<T> known, Map<String, String> query) {
    var path =
        Arrays.stream(name.split("/", -1)).map(Address::encoded).collect(Collectors.joining("/"));
    var request = calls.request(calls.address().of("/v1/values/" + path, query));
    return known == null ? request : request.header("If-None-Match", known.tag());
  }

  private Answer<T> read(@Nullable Answer<T> known, HttpResponse<String> response) {
    if (known != null && response.statusCode() == 304) {
      return known;
    }
    var json = Problems.body(response);
    var answer =
        new Answer<T>(
            JsonCodec.decode("value", json, type),
            response.headers().firstValue("ETag").orElse(""),
            published(response),
            response.headers().firstValue("Lovage-Source"));
    last.set(answer);
    return answer;
  }

  private static Instant published(HttpResponse<String> response) {
    var text = response.headers().firstValue("Last-Modified").orElse("");
    try {
      return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }
}
