// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import dev.lovage.Lovage;
import dev.lovage.http.JsonViews.RequeuedAll;
import dev.lovage.spi.TaskFilter;
import io.helidon.http.Status;
import java.util.Set;

/// `/v1/requeue`: run again what failed or was cancelled, by filter.
record RequeueResource(Lovage lovage) {

  static final Set<String> FILTERS = Set.of("state", "type", "queue", "limit");

  private static final int DEFAULT_LIMIT = 1_000;
  private static final int MAX_LIMIT = 1_000_000;

  Reply all(Exchange exchange) {
    var query = exchange.query();
    var filter =
        new TaskFilter(
            TasksResource.state(query.get("state").orElse("FAILED")),
            query.get("type").orElse(null),
            query.get("queue").orElse(null),
            null,
            query
                .get("limit")
                .map(text -> TextForms.wholeNumber("limit", text, 1, MAX_LIMIT))
                .orElse(DEFAULT_LIMIT));
    return Reply.json(Status.OK_200, new RequeuedAll(lovage.requeue(filter)));
  }
}
