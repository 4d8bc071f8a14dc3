// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteException;

/// Puts the driver's errors into our words: what may pass by itself, and what needs a person.
record Failures(Path file) {

  LovageException of(SQLException e) {
    if (!(e instanceof SQLiteException error)) {
      return broken("failed: " + e.getMessage(), e);
    }
    // The low byte is the primary code; the rest tells kinds of it apart.
    return switch (error.getResultCode().code & 0xff) {
      case 5, 6 -> unavailable("is locked by another program; the call may be repeated", e);
      case 10 -> unavailable("could not be read or written; check the disk and its space", e);
      case 13 -> unavailable("can't grow: the disk is full; make room", e);
      case 8 -> broken("may not be written; check its owner and permissions", e);
      case 14 -> broken("can't be opened; check that its folder exists and may be written", e);
      case 11 -> broken("is damaged; restore it from a backup", e);
      case 26 -> broken("is not a SQLite database; give another path", e);
      default -> broken("failed: " + e.getMessage(), e);
    };
  }

  /// The process is short of memory or stack, as it may be when a handler has taken it all.
  LovageException of(VirtualMachineError e) {
    return new LovageException(
        ErrorCode.UNAVAILABLE,
        "store: this process has run short (" + e + "); the call may be repeated",
        e);
  }

  static boolean isBusy(SQLException e) {
    return e instanceof SQLiteException error && (error.getResultCode().code & 0xff) == 5;
  }

  private LovageException unavailable(String what, SQLException e) {
    return new LovageException(ErrorCode.UNAVAILABLE, "store: " + file + " " + what, e);
  }

  private LovageException broken(String what, SQLException e) {
    return new LovageException(ErrorCode.BROKEN, "store: " + file + " " + what, e);
  }
}
