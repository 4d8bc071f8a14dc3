// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import io.helidon.http.Status;
import java.io.IOException;

/// `/v1/openapi.json`: the description of the API, as it lies beside this class.
final class OpenApiResource {

  private static final String FILE = "openapi.json";

  private OpenApiResource() {}

  static Reply get(Exchange exchange) throws IOException {
    try (var in = OpenApiResource.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IOException(FILE + " is missing from this build");
      }
      return Reply.of(Status.OK_200, in.readAllBytes(), Fields.JSON, Fields.NO_CACHE);
    }
  }
}
