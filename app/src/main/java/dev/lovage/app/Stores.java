// SPDX-License-Identifier: Apache-2.0
package dev.lovage.app;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import dev.lovage.spi.Engine;
import dev.lovage.spi.EngineProvider;
import java.nio.file.Path;
import java.util.ServiceLoader;

/// Opens stores and says where it is.
final class Stores {

  private Stores() {}

  static Engine open(String url) {
    for (var provider : ServiceLoader.load(EngineProvider.class)) {
      if (provider.accepts(url)) {
        return provider.open(url);
      }
    }
    throw new LovageException(
        ErrorCode.INVALID,
        "--store: no engine here takes '" + url + "'; expected a URL such as sqlite:lovage.db");
  }

  /// Where the store is and what its writes survive, for a person. Without options or a password.
  static String describe(String url) {
    int options = url.indexOf('?');
    var place = options < 0 ? url : url.substring(0, options);
    if (!place.startsWith("sqlite:")) {
      return place.replaceFirst("//[^/@]*@", "//");
    }
    var path = Path.of(place.substring("sqlite:".length())).toAbsolutePath().normalize();
    return options >= 0 && url.indexOf("durability=process", options) > 0
        ? path + ", process-safe: a power cut may lose the last moments"
        : path + ", power-safe: what was answered survives a power cut";
  }
}
