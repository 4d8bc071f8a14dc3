// SPDX-License-Identifier: Apache-2.0
package dev.lovage.recommender.web;

import dev.lovage.http.WebResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;

/// The look of all pages.
public final class Style {

  private Style() {}

  public static WebResponse sheet() {
    try (var in = Style.class.getResourceAsStream("style.css")) {
      return new WebResponse(
          200,
          "text/css;charset=utf-8",
          Objects.requireNonNull(in).readAllBytes(),
          Map.of("Cache-Control", "max-age=60"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
