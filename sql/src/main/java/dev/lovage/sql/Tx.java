// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.TaskId;
import dev.lovage.spi.Enqueued;
import dev.lovage.spi.NewTask;
import dev.lovage.spi.ValueVersion;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A transaction under way: its session, its time, and what to tell others once it has committed.
final class Tx {

  private final Session session;
  private final Dialect dialect;
  private final long now;
  private final List<TaskId> ended = new ArrayList<>();
  private final List<ValueVersion> published = new ArrayList<>();
  private final List<NewTask> enqueues = new ArrayList<>();
  private final List<Enqueued> enqueued = new ArrayList<>();
  private boolean ready;
  private boolean cancelling;
  private boolean fresh;
  private boolean again;
  private @Nullable Limits limits;
  private @Nullable Reserved reserved;

  /// @param now microseconds since 1970: one instant for the whole transaction
  Tx(Session session, Dialect dialect, long now) {
    this.session = session;
    this.dialect = dialect;
    this.now = now;
  }

  Query query(String name, @Nullable Object... values) throws SQLException {
    return session.query(name, values);
  }

  long copy(String name, byte[] rows) throws SQLException {
    return session.copy(name, rows);
  }

  Dialect dialect() {
    return dialect;
  }

  long now() {
    return now;
  }

  /// Accepts tasks in [#finish()], together with those of the other callers.
  ///
  /// @return the answer, to be asked for after the commit
  Supplier<List<Enqueued>> enqueue(List<NewTask> tasks) {
    int from = enqueues.size();
    enqueues.addAll(tasks);
    int to = enqueues.size();
    return () -> enqueued.subList(from, to);
  }

  /// Does what was put off. To be called before the commit, perhaps several times.
  void finish() throws SQLException {
    finishEnqueues();
    var _ = admit();
  }

  private void finishEnqueues() throws SQLException {
    enqueued.addAll(Enqueueing.enqueue(this, enqueues.subList(enqueued.size(), enqueues.size())));
  }

  /// Tasks became ready or were given a time at which they will.
  void ready() {
    ready = true;
  }

  void cancelling() {
    cancelling = true;
  }

  void ended(TaskId id) {
    ended.add(id);
  }

  void published(ValueVersion value) {
    published.add(value);
  }

  boolean isReady() {
    return ready;
  }

  /// Tasks that this transaction accepts take their versions from there.
  void reserve(Reserved numbers) {
    reserved = numbers;
  }

  @Nullable Reserved reserved() {
    return reserved;
  }

  /// All that becomes ready in this transaction is younger than what was ready before.
  void fresh() {
    fresh = true;
  }

  /// Whether something became ready that may be older than what was leased.
  boolean isReadyAgain() {
    return again || (ready && !fresh);
  }

  /// Something becomes ready that is leased before what was ready before.
  void readyAgain() {
    ready = true;
    again = true;
  }

  /// The limits of the keys whose tasks this transaction moves.
  Limits limits() {
    var own = limits;
    if (own == null) {
      own = new Limits(this);
      limits = own;
    }
    return own;
  }

  /// Notes that a task with limits moved; one without has no key here.
  void touch(String queue, @Nullable String limitedKey) {
    if (limitedKey != null) {
      limits().touch(queue, limitedKey);
    }
  }

  /// Lets through what may be leased after what was done so far.
  ///
  /// @return whether there was anything to look at
  boolean admit() throws SQLException {
    return limits != null && limits.admit();
  }

  boolean isCancelling() {
    return cancelling;
  }

  boolean hasEnded() {
    return !ended.isEmpty();
  }

  boolean hasPublished() {
    return !published.isEmpty();
  }

  /// To be called before the commit, so that who leases wakes while the disk still syncs.
  void tellReady(Listeners listeners) {
    if (ready) {
      listeners.ready();
    }
  }

  /// To be called after the commit.
  void tell(Listeners listeners) {
    // Values first: who was waiting for a task finds its value when he wakes.
    published.forEach(listeners::published);
    if (!ended.isEmpty()) {
      listeners.ended(ended);
    }
    if (cancelling) {
      listeners.cancelling();
    }
  }
}
