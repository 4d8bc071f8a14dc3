// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import java.sql.Connection;
import java.util.List;
import java.util.ServiceLoader;

/// An open store: its parts, which share one database and one clock.
public interface Engine extends AutoCloseable {

  /// Opens the store at a URL with an engine found on the module or class path.
  ///
  /// @throws LovageException `INVALID` if no engine takes the URL or an option in it is unknown;
  ///   `UNAVAILABLE` or `BROKEN` if the store can't be opened
  static Engine open(String url) {
    return ServiceLoader.load(EngineProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.accepts(url))
        .findFirst()
        .orElseThrow(() ->
            new LovageException(
                ErrorCode.INVALID,
                "store: no engine here takes '"
                    + url
                    + "'; expected a URL such as sqlite:lovage.db or postgresql://user@host/database"))
        .open(url);
  }

  /// Where the store is and what its writes survive, in words for a person and without secrets.
  String description();

  TaskStore tasks();

  TaskQueries queries();

  ValueStore values();

  /// Where the contents of models are.
  ///
  /// @throws LovageException `INVALID` if this store keeps none
  default BlobStore blobs() {
    throw new LovageException(
        ErrorCode.INVALID,
        "models: " + description() + " keeps none; use a sqlite: or postgresql:// store");
  }

  TickerStore tickers();

  Signals signals();

  /// Opens the action log that belongs to this store. The caller closes it, before this engine.
  ///
  /// @throws LovageException `INVALID` if it has none; `UNAVAILABLE` or `BROKEN` if it can't be
  ///   opened
  default ActionLog openActions() {
    throw new LovageException(
        ErrorCode.INVALID,
        "actions: "
            + description()
            + " keeps none; say where they are, for example sqlite:actions.db");
  }

  /// Accepts tasks as [TaskStore#enqueue], but within a transaction of the caller's own: workers
  /// see them when it commits, and they are gone if it is rolled back. A refusal leaves the
  /// transaction as it was.
  ///
  /// @param connection to the database of this store, in a transaction
  /// @throws LovageException `INVALID` if this store is not in a database that others use, or the
  ///   connection commits by itself
  default List<Enqueued> enqueueWithin(Connection connection, List<NewTask> tasks) {
    throw new LovageException(
        ErrorCode.INVALID,
        "within: "
            + description()
            + " can't take part in a transaction of yours; it takes a postgresql:// store");
  }

  /// Returns if the store can be read.
  ///
  /// @throws dev.lovage.LovageException with `UNAVAILABLE` or `BROKEN` if it can't
  void check();

  /// Durable writes that were accepted are finished first. Closing twice does nothing.
  @Override
  void close();
}
