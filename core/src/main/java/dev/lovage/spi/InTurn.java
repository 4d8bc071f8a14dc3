// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import dev.lovage.LovageException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// The turn of a list of tasks among those of a stream: it is accepted only if the one before it
/// was, and its tasks are younger. A store may prepare a list while the one before is still on its
/// way, so that its server has something to do while the disk has.
///
/// Safe for use from any thread. The waits go on when the waiting thread is interrupted: they end
/// when the list before has its answer.
public final class InTurn {

  // Of the list before; not its turn, which would keep all turns of the stream in memory.
  private final CompletableFuture<@Nullable Void> numberedBefore;
  private final CompletableFuture<@Nullable Void> acceptedBefore;
  private final CompletableFuture<@Nullable Void> numbered = new CompletableFuture<>();
  private final CompletableFuture<@Nullable Void> accepted = new CompletableFuture<>();

  private InTurn(
      CompletableFuture<@Nullable Void> numberedBefore,
      CompletableFuture<@Nullable Void> acceptedBefore) {
    this.numberedBefore = numberedBefore;
    this.acceptedBefore = acceptedBefore;
  }

  /// The first of a stream, or a list that stands alone: it waits for nothing.
  public static InTurn first() {
    CompletableFuture<@Nullable Void> nothing = CompletableFuture.completedFuture(null);
    return new InTurn(nothing, nothing);
  }

  /// The turn of the list after this one.
  public InTurn next() {
    return new InTurn(numbered, accepted);
  }

  /// Waits until the tasks of the list before have the versions by which they are ordered.
  public void awaitNumbered() {
    numberedBefore.join();
  }

  /// To be called when the tasks of this list have their versions, accepted or not.
  public void numbered() {
    numbered.complete(null);
  }

  /// Waits until the list before is accepted.
  ///
  /// @throws LovageException its failure, after which this list must not be accepted
  public void awaitAccepted() {
    try {
      acceptedBefore.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof LovageException failure) {
        throw failure;
      }
      throw e;
    }
  }

  /// To be called when this list is accepted.
  public void accepted() {
    numbered.complete(null);
    accepted.complete(null);
  }

  /// To be called when this list is not accepted, or nobody knows.
  public void failed(Throwable failure) {
    numbered.complete(null);
    accepted.completeExceptionally(failure);
  }
}
