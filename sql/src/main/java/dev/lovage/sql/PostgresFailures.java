// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;

/// Puts the driver's errors into our words, by their SQLSTATE (PostgreSQL's manual, appendix A).
record PostgresFailures(PostgresUrl url) {

  private static final Set<String> AGAIN =
      Set.of(
          "40001", // serialization failure
          "40P01", // deadlock
          "23505"); // another transaction has just added the same id

  private static final Set<String> PASSING =
      Set.of(
          "53300", // too many connections
          "53400", // a configured limit
          "55P03", // lock not available
          "57014", // cancelled by a statement timeout
          "25006"); // read only: a standby that is not yet the primary

  /// Whether the transaction was undone by others and may be run again at once.
  static boolean isAgain(SQLException e) {
    return AGAIN.contains(state(e));
  }

  /// Whether the connection is of no use any more.
  static boolean isBroken(SQLException e) {
    var state = state(e);
    return state.startsWith("08") || state.startsWith("57P") || state.startsWith("XX");
  }

  /// Whether the server may be back by itself.
  static boolean isAway(SQLException e) {
    return isBroken(e) || PASSING.contains(state(e));
  }

  LovageException of(SQLException e) {
    var state = state(e);
    if (e instanceof SQLTransientConnectionException || isBroken(e)) {
      return failure(ErrorCode.UNAVAILABLE, "does not answer; the call may be repeated", e);
    }
    if (isAgain(e) || PASSING.contains(state)) {
      return failure(ErrorCode.UNAVAILABLE, "is busy; the call may be repeated", e);
    }
    return switch (state) {
      case "53100" -> failure(ErrorCode.UNAVAILABLE, "can't grow: its disk is full; make room", e);
      case "53200" -> failure(ErrorCode.UNAVAILABLE, "is out of memory", e);
      case "28000", "28P01" -> failure(ErrorCode.BROKEN, "refused the user or the password", e);
      case "3D000" -> failure(ErrorCode.BROKEN, "has no such database; create it", e);
      case "42501" -> failure(ErrorCode.BROKEN, "does not permit this; grant the rights", e);
      default -> failure(ErrorCode.BROKEN, "failed", e);
    };
  }

  LovageException closed() {
    return new LovageException(ErrorCode.UNAVAILABLE, "store: " + url.server() + " is closed");
  }

  private LovageException failure(ErrorCode code, String what, SQLException e) {
    return new LovageException(
        code, "store: PostgreSQL at " + url.server() + " " + what + ": " + e.getMessage(), e);
  }

  private static String state(SQLException e) {
    var state = e.getSQLState();
    return state == null ? "" : state;
  }
}
