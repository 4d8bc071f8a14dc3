// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What a broker carries and understands nothing of. Neither its nodes nor its bytes may be changed
/// once it was made.
///
/// @param headers a JSON object
/// @param properties a JSON object with AMQP's names: `correlation_id`, `priority`, …
/// @param contentType such as `application/json`; null if the sender left it out
@SuppressWarnings("ArrayRecordComponent") // compared by content below
public record Message(
    JsonNode headers,
    JsonNode properties,
    @Nullable String contentType,
    @Nullable String contentEncoding,
    byte[] body) {

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Message that
        && headers.equals(that.headers)
        && properties.equals(that.properties)
        && Objects.equals(contentType, that.contentType)
        && Objects.equals(contentEncoding, that.contentEncoding)
        && Arrays.equals(body, that.body);
  }

  @Override
  public int hashCode() {
    return Objects.hash(headers, properties, contentType, contentEncoding, Arrays.hashCode(body));
  }

  @Override
  public String toString() {
    return "Message[headers=" + headers + ", " + body.length + " bytes]";
  }
}
