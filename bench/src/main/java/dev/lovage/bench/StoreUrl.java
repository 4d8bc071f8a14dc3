// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import java.nio.file.Path;

/// The store to measure: where its folder is and with which options, but never a file that is there
/// already.
///
/// @param folder where the bench may make its temporary folder
/// @param options with the question mark, or empty
record StoreUrl(Path folder, String options) {

  private static final String SCHEME = "sqlite:";

  /// @param fallback the folder if the URL names none
  static StoreUrl parse(String url, Path fallback) {
    if (!url.startsWith(SCHEME)) {
      throw new BenchException(
          "--url: '%s' is not a store that can be measured; expected for example".formatted(url)
              + " sqlite:/data/bench.db?durability=process");
    }
    int mark = url.indexOf('?');
    var path = Path.of(url.substring(SCHEME.length(), mark < 0 ? url.length() : mark));
    var parent = path.getParent();
    return new StoreUrl(parent == null ? fallback : parent, mark < 0 ? "" : url.substring(mark));
  }

  Durability durability() {
    return Durability.of(options);
  }

  /// A store of its own in the folder of a run.
  String in(Path run) {
    return SCHEME + run.resolve("lovage.db") + options;
  }
}
