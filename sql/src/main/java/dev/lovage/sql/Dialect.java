// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.TaskId;
import dev.lovage.spi.Enqueued;
import dev.lovage.spi.NewTask;
import java.sql.SQLException;
import java.util.List;

/// Where the databases differ in more than the text of a statement: in what they do with lists, and
/// in whether transactions run side by side. All else is the same code over statements of the same
/// names.
interface Dialect {

  /// Accepts tasks of one type and the same settings that wait for nothing and have no unique key.
  List<Enqueued> enqueueAlike(Tx tx, List<NewTask> tasks) throws SQLException;

  /// Lets through what these keys may have of tasks that are held, where their tasks are alike and
  /// no rate limits them.
  ///
  /// @return the keys that must be looked at one by one
  default List<String> admitAlike(Tx tx, String queue, List<String> keys) throws SQLException {
    return keys;
  }

  /// Whether a task may wait for one of these.
  boolean haveEdges(Tx tx, List<Edges.Ended> ended) throws SQLException;

  /// From here to its end this transaction alone changes the task, if it has not ended, and the
  /// statements that follow see what others have done to it.
  void lockTask(Tx tx, TaskId id) throws SQLException;

  /// From here to its end this transaction alone does what belongs to this key.
  void lockKey(Tx tx, String key) throws SQLException;
}
