// SPDX-License-Identifier: Apache-2.0
package dev.lovage.worker;

import dev.lovage.spi.Lease;
import dev.lovage.spi.LeaseRequest.QueueLimit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How much may be leased now, by queue and by kind of thread. Used by the dispatcher's thread
/// alone.
///
/// A queue that gave less than was asked for is dry until something wakes it, so an idle worker
/// asks for nothing, and a busy one asks those queues that have work, in turn.
final class Slots {

  private static final class Queue {
    final String name;
    final int limit;
    final boolean io;
    final int most;
    int held;
    int asked;
    boolean dry;
    boolean woken;
    boolean left;

    Queue(String name, int limit, boolean io, int most) {
      this.name = name;
      this.limit = limit;
      this.io = io;
      this.most = most;
    }
  }

  private final Map<String, Queue> queues = new LinkedHashMap<>();
  private final Collection<TaskDefinition<?, ?>> types;
  private final Map<String, Integer> most;
  private final int ioConcurrency;
  private int heldCpu;
  private int heldIo;
  private int askedCpu;
  private int askedIo;

  /// @param chosen queue names with limits; empty for the queues of all types
  /// @param most for some queues how many tasks may run at a time in all workers
  Slots(
      Map<String, Integer> chosen,
      Map<String, Integer> most,
      Collection<TaskDefinition<?, ?>> types,
      int ioConcurrency) {
    this.types = List.copyOf(types);
    this.most = Map.copyOf(most);
    this.ioConcurrency = ioConcurrency;
    var limits = new LinkedHashMap<>(chosen);
    if (limits.isEmpty()) {
      types.forEach(t -> limits.put(t.queue(), Integer.MAX_VALUE));
    }
    limits.forEach(this::serve);
  }

  /// Takes tasks of this queue, at most so many at a time.
  void serve(String name, int limit) {
    var known = queues.get(name);
    if (known != null) {
      known.left = false;
      return;
    }
    var own = types.stream().filter(t -> t.queue().equals(name)).toList();
    boolean io = (own.isEmpty() ? types : own).stream().allMatch(TaskDefinition::io);
    queues.put(name, new Queue(name, limit, io, most.getOrDefault(name, 0)));
  }

  /// Takes nothing more of it.
  void leave(String name) {
    var queue = queues.get(name);
    if (queue != null) {
      queue.left = true;
    }
  }

  /// What to ask for: of each kind of thread the next queue that may have work. Asking several at
  /// once could bring more than there are threads.
  List<QueueLimit> wishes(int cpuCapacity) {
    var wishes = new ArrayList<QueueLimit>(2);
    next(false, cpuCapacity - heldCpu - askedCpu, wishes);
    next(true, ioConcurrency - heldIo - askedIo, wishes);
    return wishes;
  }

  private void next(boolean io, int free, List<QueueLimit> wishes) {
    for (var queue : queues.values()) {
      int limit = Math.min(free, queue.limit - queue.held - queue.asked);
      if (queue.io == io && !queue.dry && !queue.left && limit > 0) {
        wishes.add(new QueueLimit(queue.name, limit, queue.most));
        return;
      }
    }
  }

  /// Sets aside what was asked for, until [#answered] or [#refused].
  void asked(List<QueueLimit> wishes) {
    wishes.forEach(wish -> ask(wish, 1));
  }

  private void ask(QueueLimit wish, int sign) {
    var queue = queues.get(wish.queue());
    if (queue != null) {
      queue.asked += sign * wish.limit();
      if (queue.io) {
        askedIo += sign * wish.limit();
      } else {
        askedCpu += sign * wish.limit();
      }
    }
  }

  /// The wishes are as if they had not been made.
  void refused(List<QueueLimit> wishes) {
    wishes.forEach(wish -> ask(wish, -1));
  }

  /// Takes note of what the wishes brought.
  void answered(List<QueueLimit> wishes, List<Lease> leases) {
    refused(wishes);
    for (var wish : wishes) {
      var queue = queues.remove(wish.queue());
      if (queue != null) {
        long got = leases.stream().filter(l -> l.work().queue().equals(wish.queue())).count();
        queue.dry = got < wish.limit() && !queue.woken;
        queue.woken &= queue.asked > 0;
        // Back in last, so that the other queues come first the next time.
        queues.put(queue.name, queue);
      }
    }
  }

  /// Any queue may have work again, whatever the answer is to what is being asked.
  void wake() {
    queues
        .values()
        .forEach(queue -> {
          queue.dry = false;
          queue.woken = queue.asked > 0;
        });
  }

  void took(Attempt attempt) {
    count(attempt, 1);
  }

  void gave(Attempt attempt) {
    count(attempt, -1);
  }

  private void count(Attempt attempt, int by) {
    var queue = queues.get(attempt.lease().work().queue());
    if (queue != null) {
      queue.held += by;
    }
    if (attempt.isIo()) {
      heldIo += by;
    } else {
      heldCpu += by;
    }
  }

  boolean isEmpty() {
    return heldCpu + heldIo == 0;
  }

  int held() {
    return heldCpu + heldIo;
  }

  /// The queues with the most attempts that run at a time in each.
  Map<String, Integer> concurrency(int cpu) {
    var result = new LinkedHashMap<String, Integer>();
    queues.values().forEach(q -> result.put(q.name, Math.min(q.limit, q.io ? ioConcurrency : cpu)));
    return result;
  }
}
