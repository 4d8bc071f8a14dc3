// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import java.sql.SQLException;

/// What the store itself says of the ends of its tasks: a trigger in it notes each, whoever ends
/// it, so a second end can't hide behind the first.
interface ChaosLedger {

  void install() throws SQLException;

  /// How many tasks the trigger saw end: proof that it looked.
  long ended() throws SQLException;

  /// How many tasks ended more than once.
  long endedTwice() throws SQLException;

  /// The version that must be served in the end: of the newest task that published.
  long newestPublished() throws SQLException;

  /// Whether the database finds its files sound.
  boolean isSound() throws SQLException;
}
