// SPDX-License-Identifier: Apache-2.0
package dev.lovage.cassandra;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/// Reads what a user did, newest first, week by week; several at once after the first.
final class UserReads {

  private static final String WEEK =
      "SELECT at, id, kind, time, body FROM action_by_user WHERE stream = ? AND user_name = ?"
          + " AND period = ? AND (at, id) < (?, ?) LIMIT ?";
  private static final int MOST_AT_ONCE = 16;

  private final Cluster cluster;

  UserReads(Cluster cluster) {
    this.cluster = cluster;
  }

  /// @param newest the week in which to begin
  List<Writes.Placed> read(
      String stream, String user, Streams.Cut cut, Place before, int newest, int limit) {
    var found = new ArrayList<Writes.Placed>();
    int week = Math.min(newest, before.period());
    for (int weeks = 1; week >= cut.firstPeriod() && found.size() < limit; ) {
      var looks = new ArrayList<CompletionStage<AsyncResultSet>>();
      for (int i = 0; i < weeks && week >= cut.firstPeriod(); i++, week--) {
        looks.add(
            cluster.start(
                cluster.bind(WEEK, stream, user, week, before.at(), before.bytes(), limit)));
      }
      for (var look : looks) {
        Reads.rows(look).forEach(row -> found.add(Reads.placed(row, user)));
      }
      weeks = Math.min(MOST_AT_ONCE, 2 * weeks);
    }
    return found.size() <= limit ? found : found.subList(0, limit);
  }
}
