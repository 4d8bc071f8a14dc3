// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// One task that waits for its batch.
final class BatchItem<A, R> implements Batch.Item<A, R> {

  private final A argument;
  private final TaskContext context;
  private final CompletableFuture<@Nullable R> result = new CompletableFuture<>();
  private volatile Runnable onLeave = () -> {};

  BatchItem(A argument, TaskContext context) {
    this.argument = argument;
    this.context = context;
  }

  @Override
  public A argument() {
    return argument;
  }

  @Override
  public TaskContext context() {
    return context;
  }

  @Override
  public void complete(@Nullable R value) {
    result.complete(value);
  }

  @Override
  public void fail(Exception reason) {
    result.completeExceptionally(reason);
  }

  void failAll(Throwable reason) {
    result.completeExceptionally(reason);
  }

  /// To be called when the task gives up waiting.
  void onLeave(Runnable action) {
    onLeave = action;
  }

  boolean hasEnded() {
    return result.isDone();
  }

  @Nullable R await() throws Exception {
    try {
      return result.get();
    } catch (InterruptedException e) {
      result.cancel(false);
      onLeave.run();
      throw e;
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case Exception cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw e;
      }
    }
  }
}
