// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import dev.lovage.Lovage;
import dev.lovage.LovageException;
import dev.lovage.http.JsonViews.Health;
import dev.lovage.http.Problem.Kind;
import io.helidon.http.Status;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Liveness (the process answers) and readiness (it can do its work).
record HealthResource(Lovage lovage, Supplier<Optional<String>> trouble) {

  Reply live(Exchange exchange) {
    return Reply.json(Status.OK_200, new Health("live", List.of()));
  }

  Reply ready(Exchange exchange) {
    try {
      lovage.check();
    } catch (LovageException e) {
      throw notReady("The store can't be read: " + e.getMessage());
    }
    var reason = trouble.get();
    if (reason.isPresent()) {
      throw notReady(reason.get());
    }
    return Reply.json(Status.OK_200, new Health("ready", lovage.models().troubles()));
  }

  private static ProblemException notReady(String reason) {
    return Problem.of(Kind.NOT_READY, reason)
        .remedy("Send requests to another process until this one is ready.")
        .exception();
  }
}
