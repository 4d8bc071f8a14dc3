// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import dev.lovage.spi.JsonCodec;
import io.helidon.http.HeaderNames;
import java.util.Optional;

/// The app's view of an exchange.
record ExchangeRequest(Exchange exchange) implements WebRequest {

  @Override
  public String path(String name) {
    return exchange.path(name);
  }

  @Override
  public int pathInt(String name) {
    var text = path(name);
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw notWhole(name, text, "-2147483648 to 2147483647");
    }
  }

  @Override
  public long pathLong(String name) {
    var text = path(name);
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw notWhole(name, text, "-2^63 to 2^63-1");
    }
  }

  @Override
  public Optional<String> query(String name) {
    return exchange.query().get(name);
  }

  @Override
  public Optional<String> header(String name) {
    return exchange.header(HeaderNames.create(name));
  }

  @Override
  public String body() {
    return exchange.text();
  }

  @Override
  public <T> T body(Class<T> type) {
    var value = JsonCodec.decode("body", exchange.json(), type);
    if (value == null) {
      throw new LovageException(ErrorCode.INVALID, "body: is null; send a " + type.getSimpleName());
    }
    return value;
  }

  private static LovageException notWhole(String name, String text, String range) {
    return new LovageException(
        ErrorCode.INVALID,
        name
            + ": must be a whole number, but is '"
            + NearNames.shortened(text)
            + "'; use a number from "
            + range);
  }
}
