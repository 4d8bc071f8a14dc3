// SPDX-License-Identifier: Apache-2.0
package dev.lovage.app;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import dev.lovage.spi.Engine;
import dev.lovage.spi.EngineProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;

/// Opens the store of a plan and says where it is.
final class Stores {

  private Stores() {}

  static Engine open(Plan plan) {
    if (plan.data() != null) {
      makeFolder(plan.data());
    }
    for (var provider : ServiceLoader.load(EngineProvider.class)) {
      if (provider.accepts(plan.store())) {
        return provider.open(plan.store());
      }
    }
    throw new LovageException(
        ErrorCode.INVALID,
        "--store: no engine here takes '" + plan.store() + "'; expected a URL such as sqlite:lovage.db");
  }

  private static void makeFolder(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new LovageException(
          ErrorCode.BROKEN,
          "--data: " + folder + " can't be made: " + e + "; name a folder that can be written",
          e);
    }
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
