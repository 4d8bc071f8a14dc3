// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import java.sql.SQLException;

/// Who runs transactions.
interface Writes {

  /// What happens in a transaction. It may be run more than once before it commits, so it keeps its
  /// state in the transaction.
  @FunctionalInterface
  interface Action<T> {
    T run(Tx tx) throws SQLException;
  }

  /// Runs an action that must be on the disk before this returns.
  <T> T durably(Action<T> action);

  /// Runs an action whose loss in a power cut would do no harm, as the processes it speaks of would
  /// be gone too.
  <T> T quickly(Action<T> action);
}
