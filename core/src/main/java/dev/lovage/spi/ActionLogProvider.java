// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

/// Opens action logs by URL; found by [java.util.ServiceLoader] for [ActionLog#open].
public interface ActionLogProvider {

  /// Whether the URL's scheme is this engine's, for example `cassandra:`.
  boolean accepts(String url);

  /// Opens the log, creating or migrating its schema.
  ///
  /// @throws dev.lovage.LovageException if the URL has an unknown option (`INVALID`, the message
  ///   names it) or the log can't be opened (`UNAVAILABLE`, `BROKEN`)
  ActionLog open(String url);
}
