// SPDX-License-Identifier: Apache-2.0
package dev.lovage.client;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.failsafe.function.CheckedSupplier;
import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// Sends requests, and sends them again when they did not come through: the address does not
/// answer, the connection is cut, the server has no room (429) or no store (503), a proxy has no
/// server (502, 504). Each time it waits as long as the server says, or else twice as long as
/// before, from 0.1 to 5 s with a quarter of chance.
final class Calls {

  /// What a result may have in UTF-8, and more.
  private static final long MAX_BYTES = 64L << 20;

  /// To Failsafe, a delay below zero is none of its own.
  private static final Duration BY_BACKOFF = Duration.ofNanos(-1);

  private final HttpClient http;
  private final Address address;
  private final ClientOptions options;

  Calls(HttpClient http, Address address, ClientOptions options) {
    this.http = http;
    this.address = address;
    this.options = options;
  }

  Address address() {
    return address;
  }

  HttpRequest.Builder request(URI uri) {
    var request = HttpRequest.newBuilder(uri).header("Accept", "application/json, */*;q=0.1");
    var token = options.token();
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }

  /// Sends what may arrive twice.
  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return send(request, Duration.ZERO, true);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /// Sends what must not arrive twice: again only if it is certain not to have arrived.
  HttpResponse<String> sendOnce(HttpRequest.Builder request) {
    try {
      return send(request, Duration.ZERO, false);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /// Sends a question that the server may take so long to answer.
  HttpResponse<String> ask(HttpRequest.Builder request, Duration wait) throws InterruptedException {
    return send(request, wait, true);
  }

  private HttpResponse<String> send(HttpRequest.Builder request, Duration wait, boolean again)
      throws InterruptedException {
    var ready = request.timeout(options.timeout().plus(wait)).build();
    CheckedSupplier<HttpResponse<String>> attempt =
        () -> http.send(ready, BodyHandlers.limiting(BodyHandlers.ofString(), MAX_BYTES));
    try {
      return options.patience().isZero()
          ? attempt.get()
          : Failsafe.with(policy(again)).get(attempt);
    } catch (Throwable e) {
      throw thrown(ready, e);
    }
  }

  private RetryPolicy<HttpResponse<String>> policy(boolean again) {
    return RetryPolicy.<HttpResponse<String>>builder()
        .handleIf(e -> isUnsent(e) || (again && e instanceof IOException))
        .handleResultIf(answer -> answer != null && isForLater(answer.statusCode(), again))
        .withBackoff(100, 5_000, ChronoUnit.MILLIS)
        .withJitter(0.25)
        .withDelayFn(context -> delay(context.getLastResult()))
        .withMaxRetries(-1)
        .withMaxDuration(options.patience())
        .build();
  }

  private static Duration delay(@Nullable HttpResponse<String> answer) {
    var told = Problems.retryAfter(answer);
    // The chance must not bring the next attempt forward.
    return told == null ? BY_BACKOFF : told.multipliedBy(4).dividedBy(3);
  }

  private static boolean isUnsent(Throwable e) {
    return e instanceof ConnectException || e instanceof HttpConnectTimeoutException;
  }

  /// 429 and 503 say that nothing was done, a proxy's answers do not.
  private static boolean isForLater(int status, boolean again) {
    return switch (status) {
      case 429, 503 -> true;
      case 502, 504 -> again;
      default -> false;
    };
  }

  private static RuntimeException thrown(HttpRequest request, Throwable e)
      throws InterruptedException {
    return switch (e) {
      case InterruptedException interrupt -> throw interrupt;
      case FailsafeException wrapped when wrapped.getCause() != null ->
          thrown(request, wrapped.getCause());
      case IOException io ->
          new LovageException(
              ErrorCode.UNAVAILABLE,
              request.uri().getScheme()
                  + "://"
                  + request.uri().getAuthority()
                  + ": does not answer: "
                  + (io.getMessage() == null ? io.getClass().getSimpleName() : io.getMessage())
                  + "; is the server up?",
              io);
      case RuntimeException own -> own;
      case Error error -> throw error;
      default -> new IllegalStateException(e);
    };
  }

  private static LovageException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new LovageException(
        ErrorCode.UNAVAILABLE, "the calling thread was interrupted before the answer came", e);
  }
}
