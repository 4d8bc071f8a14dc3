// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import dev.lovage.Lovage;
import dev.lovage.http.JsonViews.Queues;
import dev.lovage.http.JsonViews.WorkerView;
import dev.lovage.http.JsonViews.Workers;
import io.helidon.http.Status;

/// `/v1/queues` and `/v1/workers`: who waits and who works.
record StatusResource(Lovage lovage, Estimates estimates) {

  Reply queues(Exchange exchange) {
    return Reply.json(Status.OK_200, new Queues(lovage.queries().queues()));
  }

  Reply workers(Exchange exchange) {
    return Reply.json(
        Status.OK_200,
        new Workers(lovage.queries().workers().stream().map(WorkerView::of).toList()));
  }

  Reply estimates(Exchange exchange) {
    return Reply.json(Status.OK_200, new JsonViews.EstimatesView(estimates.quality()));
  }
}
