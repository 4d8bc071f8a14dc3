// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import dev.lovage.TaskId;
import java.util.List;

/// The ledger of tasks. Each method is one transaction: it happens wholly or not at all, and when
/// it returns it is as durable as the engine promises.
///
/// The engine owns time: durations go in, instants come out, and every deadline is judged by the
/// engine's clock. All methods may be called from any thread. A [dev.lovage.LovageException] whose
/// `isTransient()` holds means that nothing is known of the outcome and the call may be repeated:
/// every method is safe to repeat. A repeated `settle` reports as lost what the first call has
/// settled; leases that went with a lost answer run out by themselves.
public interface TaskStore {

  /// Accepts tasks, all or none, in the order of the list. A task whose id is already known is left
  /// as it is. A task with predecessors that have not all succeeded starts as `WAITING`; one with a
  /// predecessor that failed or was cancelled is accepted as `CANCELLED`.
  ///
  /// Tasks with a unique key follow its rule, one after another. `ATTACH` looks for the newest task
  /// of the same type and key that has not ended and is not about to be cancelled, then for one
  /// that has succeeded within the time for which results are kept; the id of the submit then
  /// stands for a waiter of that task, also as a predecessor. The other rules cancel with
  /// [dev.lovage.TaskError#REPLACED]; a task that was superseded while it ran ends so even if it
  /// succeeds.
  ///
  /// @return for each task, in order, its version and whether it is new
  /// @throws dev.lovage.LovageException `UNKNOWN_TASK` or `FORGOTTEN` if a predecessor is not
  ///   known; a predecessor may stand earlier in the same list
  List<Enqueued> enqueue(List<NewTask> tasks);

  /// As [#enqueue(List)], for one list of a stream. May be called before the list whose turn it is
  /// before has its answer; whoever made the turns tells each what became of its list.
  default List<Enqueued> enqueue(List<NewTask> tasks, InTurn turn) {
    turn.awaitAccepted();
    return enqueue(tasks);
  }

  /// Leases ready tasks of the request's queues and types: higher priority first, then older first
  /// (by version). Tasks that have a key take turns instead: each is given a turn when it is
  /// accepted, after the last one of its key and not before the lowest that is still queued; those
  /// of equal turn go by age, and tasks without a key have turn 0. A task that its [Share] does not
  /// let begin yet is passed over, at no cost to the lease. Before that, tasks that have come due
  /// are queued, leases that have run out are reclaimed, and tasks past their expiry are cancelled.
  Leases lease(LeaseRequest request);

  /// Ends attempts and, in the same transaction, leases the next ones.
  ///
  /// A settlement is written only if its lease is still current; the others are returned as lost
  /// and leave no trace. A success publishes the task's served value, accepts the tasks that come
  /// with it, and releases those that wait for it; a failure or cancellation cancels those, and
  /// those that wait for them in turn. A retry or release of a task whose cancellation was
  /// requested cancels it.
  Settled settle(List<Settlement> settlements, LeaseRequest next);

  /// How many calls of [#lease] and [#settle] one worker should have under way at a time: more than
  /// one where a call waits for others than the caller, for a server or a disk, and the store takes
  /// several at once. Default: 1.
  default int tripsAtATime() {
    return 1;
  }

  /// One worker's heartbeat for all its leases: extends them, stores what they report, marks the
  /// worker as alive, and returns what was lost or shall be cancelled. An interim value becomes the
  /// next step of the task's version of its served value; it is as durable as a result.
  HeartbeatReply extend(Heartbeat heartbeat);

  /// Does what time brings about: queues what has come due, cancels what is past its expiry, and
  /// queues again the tasks whose leases have run out; those whose cancellation was requested are
  /// cancelled instead, and those that have lost `maxLost` leases fail with [TaskError#LOST]. The
  /// lost attempt stays counted.
  ///
  /// @return how many leases had run out
  int reclaim();

  /// Cancels a task that does not run, at once; asks the worker to stop one that does.
  CancelResult cancel(TaskId id);

  /// One waiter needs the task no more: it is cancelled, as by [#cancel], if no other one is left.
  /// A task that was submitted without a key, or by another rule than `ATTACH`, has the one waiter
  /// only.
  ///
  /// @param waiter the id of the submit that was attached, or of the task itself
  CancelResult leave(TaskId id, TaskId waiter);

  /// Queues again what failed or was cancelled, as if it were new: due at once, with no attempt,
  /// lost lease or error, no expiry and nothing to wait for. It keeps its version, so its result is
  /// not served in place of a newer one, and its log, and stands for its unique key no more. Tasks
  /// that were cancelled because it did not succeed stay so.
  ///
  /// @return for each task, in order, what was done
  List<RequeueResult> requeue(List<TaskId> ids);

  /// Moves schedules and triggers, each from the revision that its tick names, and accepts the
  /// tasks of those that it has moved, with their causes. So of any number of processes that see
  /// the same tick one carries it out, and a crash at any point does it wholly or not at all. A
  /// tick of [Tick#ANY] revision moves nothing and is carried out if the ticker is there and not
  /// paused. A task whose id is already known is left as it is, with the cause that it has.
  ///
  /// @param ticks of different tickers
  /// @return for each tick, in order, what became of it
  List<Fired> fire(List<Tick> ticks);

  /// Forgets up to `limit` tasks whose time to live is over. Their ids stay known as forgotten for
  /// 30 days. Workers not seen for a day are removed too, and the blobs of which [BlobStore] says
  /// so.
  ///
  /// @return how many tasks were forgotten
  int prune(int limit);
}
