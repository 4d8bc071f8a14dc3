// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import java.sql.Connection;
import java.util.List;
import java.util.function.Consumer;

/// Submits within a transaction of the caller's own, so that a task exists if and only if what it
/// is about does: workers see it once the transaction commits, and a rollback takes it away. Made
/// by [Lovage#within]; used by one thread at a time, as the connection is, until the transaction
/// ends.
///
/// ```java
/// connection.setAutoCommit(false);
/// orders.insert(connection, order);
/// lovage.within(connection).submit(invoice, order.id());
/// connection.commit();
/// ```
///
/// Keep the transaction short: other submits of the same id or unique key wait for its end. A
/// handle that is awaited before the commit waits for a task that is not there yet.
public final class Within {

  private final Submitter submitter;
  private final Connection connection;

  Within(Submitter submitter, Connection connection) {
    this.submitter = submitter;
    this.connection = connection;
  }

  /// As [TaskType#submit(Object)].
  public <A, R> TaskHandle<R> submit(TaskType<A, R> type, A argument) {
    return submit(type, argument, options -> {});
  }

  /// As [TaskType#submit(Object, Consumer)].
  ///
  /// @throws LovageException `INVALID` if the connection commits by itself or the store is not in a
  ///   database of its kind; the transaction is as it was before
  public <A, R> TaskHandle<R> submit(
      TaskType<A, R> type, A argument, Consumer<SubmitOptions> options) {
    return type.through(submitter.within(connection)).submit(argument, options);
  }

  /// As [TaskType#submitAll(List, Consumer)].
  public <A, R> List<TaskHandle<R>> submitAll(
      TaskType<A, R> type, List<? extends A> arguments, Consumer<SubmitOptions> options) {
    return type.through(submitter.within(connection)).submitAll(arguments, options);
  }
}
