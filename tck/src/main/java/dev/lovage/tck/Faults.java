// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import dev.lovage.tck.Intercepted.Interceptor;
import dev.lovage.tck.Intercepted.Proceed;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Makes calls of an engine fail as if the connection broke: before the call took place, or after
/// it, so that the caller can't know.
final class Faults implements Interceptor {

  enum Fault {
    NONE,
    BEFORE,
    AFTER
  }

  private final IntFunction<Fault> plan;
  private final AtomicInteger calls = new AtomicInteger();

  /// @param plan what happens to the call of this number, counted from 0; called by one thread at a
  ///   time
  private Faults(IntFunction<Fault> plan) {
    this.plan = plan;
  }

  static Faults none() {
    return new Faults(call -> Fault.NONE);
  }

  static Faults at(int position, Fault fault) {
    return new Faults(call -> call == position ? fault : Fault.NONE);
  }

  /// Of a hundred calls so many fail, half of them before and half after.
  static Faults percent(int percent, long seed) {
    var random = new SplittableRandom(seed);
    return new Faults(call ->
        random.nextInt(100) >= percent
            ? Fault.NONE
            : random.nextBoolean() ? Fault.BEFORE : Fault.AFTER);
  }

  /// How many calls there were so far.
  int calls() {
    return calls.get();
  }

  @Override
  public @Nullable Object call(String method, Object[] arguments, Proceed engine) throws Throwable {
    // To begin to listen asks nothing of the store.
    var fault = method.equals("watch") ? Fault.NONE : next();
    if (fault == Fault.BEFORE) {
      throw broken(method + " was not carried out");
    }
    var answer = engine.with(arguments);
    if (fault == Fault.AFTER) {
      throw broken("the answer of " + method + " was lost");
    }
    return answer;
  }

  private synchronized Fault next() {
    return plan.apply(calls.getAndIncrement());
  }

  private static LovageException broken(String what) {
    return new LovageException(ErrorCode.UNAVAILABLE, "a fault of the test: " + what);
  }
}
