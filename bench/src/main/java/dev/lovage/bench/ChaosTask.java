// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import dev.lovage.TaskId;
import dev.lovage.TaskState;
import dev.lovage.bench.embedded.ChaosApp;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One task by the client's own record: what it asked for, and what it was answered.
final class ChaosTask {

  /// What a task is there for.
  enum Kind {
    PLAIN,
    PUBLISHING,
    WAITING,
    RETRIED,
    DOOMED,
    DELAYED,
    CANCELLED
  }

  private static final int HUNDRED = 100;
  private static final int ALWAYS = 1_000_000;
  private static final int MAX_DELAY_MILLIS = 3_000;

  final long number;
  final TaskId id;
  final Kind kind;
  // Written by the caller that submits, read when all callers have ended.
  volatile boolean accepted;
  volatile @Nullable TaskState cancelAnswer;

  /// @param draw evenly from 0 to 99: what it is there for
  ChaosTask(long number, TaskId id, int draw) {
    this.number = number;
    this.id = id;
    this.kind = kind(draw);
  }

  private static Kind kind(int draw) {
    int left = Math.floorMod(draw, HUNDRED);
    return left < 60
        ? Kind.PLAIN
        : left < 68
            ? Kind.PUBLISHING
            : left < 76
                ? Kind.WAITING
                : left < 83 ? Kind.RETRIED : left < 85 ? Kind.DOOMED : late(left);
  }

  private static Kind late(int left) {
    return left < 93 ? Kind.DELAYED : Kind.CANCELLED;
  }

  /// Where to post it.
  String path() {
    return "/v1/tasks/"
        + type()
        + "?id="
        + id
        + (delayed() ? "&delay=" + delayMillis() + "ms" : "");
  }

  String argument() {
    int failures =
        switch (kind) {
          case RETRIED -> 1;
          case DOOMED -> ALWAYS;
          case PLAIN, PUBLISHING, WAITING, DELAYED, CANCELLED -> 0;
        };
    return "{\"number\":%d,\"failures\":%d}".formatted(number, failures);
  }

  private String type() {
    return switch (kind) {
      case PUBLISHING -> ChaosApp.PUBLISH;
      case WAITING -> ChaosApp.WAIT;
      case PLAIN, RETRIED, DOOMED, DELAYED -> ChaosApp.COMPUTE;
      // Some are queued when they are cancelled, some run, some are not due yet.
      case CANCELLED -> number % 2 == 0 ? ChaosApp.COMPUTE : ChaosApp.WAIT;
    };
  }

  private boolean delayed() {
    return kind == Kind.DELAYED || (kind == Kind.CANCELLED && number % 3 == 0);
  }

  private long delayMillis() {
    return 1 + number * 7 % MAX_DELAY_MILLIS;
  }

  /// The states in which it may end.
  Set<TaskState> expected() {
    return switch (kind) {
      case PLAIN, PUBLISHING, WAITING, RETRIED, DELAYED -> EnumSet.of(TaskState.SUCCEEDED);
      case DOOMED -> EnumSet.of(TaskState.FAILED);
      case CANCELLED ->
          cancelAnswer == TaskState.CANCELLED
              ? EnumSet.of(TaskState.CANCELLED)
              : EnumSet.of(TaskState.CANCELLED, TaskState.SUCCEEDED);
    };
  }

  @Override
  public String toString() {
    return "%s number %d, %s".formatted(id, number, kind);
  }
}
