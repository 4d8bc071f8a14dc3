// SPDX-License-Identifier: Apache-2.0
package dev.lovage.app.cli;

import dev.lovage.LovageException;
import dev.lovage.spi.JsonCodec;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The body of a request; what is null is left out.
final class Body {

  private final Map<String, Object> fields = new LinkedHashMap<>();

  Body add(String field, @Nullable Object value) {
    if (value != null) {
      fields.put(field, value);
    }
    return this;
  }

  /// A field that is JSON text.
  Body json(String field, @Nullable String json) throws ApiException {
    try {
      return add(field, json == null ? null : JsonCodec.tree(field, json));
    } catch (LovageException e) {
      throw new ApiException(ApiException.REFUSED, String.valueOf(e.getMessage()));
    }
  }

  Map<String, Object> map() {
    return fields;
  }
}
