// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.spi.NewTask;
import java.sql.SQLException;

/// Gives tasks their turns, so that keys share a queue fairly at no cost to the lease: start-time
/// fair queueing (Goyal, Vin and Cheng, 1996), with tasks of equal length.
final class Turns {

  private Turns() {}

  /// The turn of the next task of this one's key; those that follow it in a list have the numbers
  /// after it.
  static long next(Tx tx, NewTask task) throws SQLException {
    var share = task.share();
    if (share == null) {
      return 0;
    }
    tx.readyAgain();
    var settings = task.settings();
    long head = tx.query("head_turn", settings.queue(), settings.priority()).number();
    long last = tx.query("share_turn", settings.queue(), settings.priority(), share.key()).number();
    return Math.max(head, last + 1);
  }

  /// @param turn the last one that was given
  static void took(Tx tx, NewTask task, long turn) throws SQLException {
    var share = task.share();
    if (share != null) {
      var settings = task.settings();
      tx.query("share_took", settings.queue(), settings.priority(), share.key(), turn).update();
    }
  }
}
