// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import java.sql.SQLException;

/// Who lends connections to read.
interface Reads {

  /// What to read.
  @FunctionalInterface
  interface Read<T> {
    T run(Session session) throws SQLException;
  }

  <T> T read(Read<T> read);
}
