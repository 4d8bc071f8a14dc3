// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import dev.lovage.spi.JsonCodec;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What is said of one version of a model: where its content is and how good it is. It is the value
/// that a task publishes; the content lies beside the store.
///
/// @param blob the name of the content there; empty for the initial model, which has none
/// @param size of the content, in bytes
/// @param sha256 of the content, in hexadecimal digits
/// @param metrics how good the version is, each a finite number
/// @param parameters with which it was made, of values with a JSON form
public record Manifest(
    String blob,
    long size,
    String sha256,
    Map<String, Double> metrics,
    Map<String, Object> parameters) {

  private static final int MAX_JSON = 64 << 10;

  public Manifest {
    metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
    parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
    metrics.forEach((name, value) -> {
      if (value == null || !Double.isFinite(value)) {
        throw Checks.invalid("metrics." + name, "must be a finite number, but is " + value);
      }
    });
  }

  /// Of the model that serves until the first version.
  static Manifest initial() {
    return new Manifest("", 0, "", Map.of(), Map.of());
  }

  /// The manifest in a value; empty if that is none.
  public static Optional<Manifest> read(String json) {
    try {
      return Optional.ofNullable(JsonCodec.decode("manifest", json, Manifest.class));
    } catch (LovageException e) {
      // Somebody has published something else under a model's name.
      return Optional.empty();
    }
  }

  /// The same, once it is known to fit beside each version.
  ///
  /// @throws LovageException `TOO_LARGE`, or `INVALID` if a parameter has no JSON form
  public Manifest checked() {
    int length = JsonCodec.encode("parameters", this).length();
    if (length > MAX_JSON) {
      throw new LovageException(
          ErrorCode.TOO_LARGE,
          "manifest: metrics and parameters have %,d characters of JSON, more than %,d; put the rest"
                  .formatted(length, MAX_JSON)
              + " into the content");
    }
    return this;
  }
}
