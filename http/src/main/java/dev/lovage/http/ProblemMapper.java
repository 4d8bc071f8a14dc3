// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import dev.lovage.LovageException;
import dev.lovage.http.Problem.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns whatever an endpoint throws into a problem for the caller. What is not meant for him is
/// logged, and he is told no more than that it happened.
final class ProblemMapper {

  private static final Logger log = LoggerFactory.getLogger(HttpServer.class);

  private ProblemMapper() {}

  static Problem map(Throwable error, String method, String path) {
    return switch (error) {
      case ProblemException e -> e.problem();
      case LovageException e -> map(e, method, path);
      case InterruptedException _ -> {
        Thread.currentThread().interrupt();
        yield Problem.of(Kind.NOT_READY, "This process is stopping.")
            .remedy("Send the request again.");
      }
      default -> internal(error, method, path);
    };
  }

  private static Problem map(LovageException e, String method, String path) {
    return switch (e.code()) {
      case INVALID -> described(Kind.INVALID, e);
      case UNKNOWN_TYPE -> described(Kind.UNKNOWN_TYPE, e);
      case UNKNOWN_TASK -> described(Kind.UNKNOWN_TASK, e);
      case FORGOTTEN -> described(Kind.FORGOTTEN, e);
      case CONFLICT -> described(Kind.KEY_REUSED, e);
      case TOO_LARGE -> described(Kind.TOO_LARGE, e);
      case FULL -> {
        var problem = described(Kind.FULL, e);
        yield e.retryAfter().map(problem::retryAfter).orElse(problem);
      }
      case UNAVAILABLE -> {
        log.warn("{} {}: the store is not available: {}", method, path, e.getMessage());
        yield Problem.of(Kind.UNAVAILABLE, "The store can't be reached or written just now.")
            .remedy(
                "Send the request again after the time in Retry-After. With an id or an"
                    + " Idempotency-Key a submit takes effect once.");
      }
      case BROKEN -> internal(e, method, path);
    };
  }

  /// Core's messages read `field: what is wrong; what to do`, the last part where there is one.
  private static Problem described(Kind kind, LovageException e) {
    var message = String.valueOf(e.getMessage());
    var problem = Problem.of(kind, message);
    int colon = message.indexOf(": ");
    if (colon > 0 && message.lastIndexOf(' ', colon) < 0) {
      problem = problem.field(message.substring(0, colon));
    }
    int semicolon = message.lastIndexOf("; ");
    return semicolon > 0 ? problem.remedy(sentence(message.substring(semicolon + 2))) : problem;
  }

  private static String sentence(String text) {
    return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
  }

  private static Problem internal(Throwable error, String method, String path) {
    log.error("{} {} failed", method, path, error);
    return Problem.of(Kind.INTERNAL, "The request failed; the reason is in this server's log.");
  }
}
