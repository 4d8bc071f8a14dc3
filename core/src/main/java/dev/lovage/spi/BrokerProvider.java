// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

/// Opens brokers by URL; found by [java.util.ServiceLoader] for [BrokerEngine#open].
public interface BrokerProvider {

  /// Whether the URL's scheme is this engine's, for example `redis:`.
  boolean accepts(String url);

  /// Opens the broker.
  ///
  /// @throws dev.lovage.LovageException if the URL has an unknown option (`INVALID`, the message
  ///   names it) or the broker can't be used (`UNAVAILABLE`, `BROKEN`)
  BrokerEngine open(String url);
}
