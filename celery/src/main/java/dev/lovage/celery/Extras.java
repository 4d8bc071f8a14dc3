// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What rides along with a task.
///
/// @param ignoreResult null leaves it to the task's own setting
/// @param stamps by name, each a scalar or a list
/// @param headers those that are not Celery's own; they travel on
public record Extras(
    @Nullable Boolean ignoreResult,
    Display display,
    Map<String, JsonNode> stamps,
    Delivery delivery,
    Map<String, JsonNode> headers) {

  public static final Extras NONE =
      new Extras(null, Display.NONE, Map.of(), Delivery.NONE, Map.of());

  public Extras {
    stamps = KombuJson.copy(stamps);
    headers = KombuJson.copy(headers);
  }
}
