// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

/// Opens engines by URL; found by [java.util.ServiceLoader] for [Engine#open].
public interface EngineProvider {

  /// Whether the URL's scheme is this engine's, for example `sqlite:`.
  boolean accepts(String url);

  /// Opens the store, creating or migrating its schema.
  ///
  /// @throws dev.lovage.LovageException if the URL has an unknown option (`INVALID`, the message
  ///   names it) or the store can't be opened (`UNAVAILABLE`, `BROKEN`)
  Engine open(String url);
}
