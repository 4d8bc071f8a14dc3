// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import dev.lovage.ActionStream;
import dev.lovage.LovageException;
import dev.lovage.http.JsonViews.AppendedView;
import dev.lovage.http.JsonViews.RefusedLine;
import dev.lovage.spi.LoggedAction;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// Takes the actions of one request, list by list: while one list is written the next one is read.
/// A bad action refuses only itself. If a list can't be written the caller is told how far it went.
final class ActionIntake {

  private static final int LIST = 5_000;
  private static final int MOST_TOLD = 100;

  private final ActionStream<?> stream;
  private final List<RefusedLine> refused = new ArrayList<>();
  private List<LoggedAction> list = new ArrayList<>(LIST);
  private @Nullable CompletableFuture<Integer> writing;
  private int line;
  private int refusals;
  private int listTo;
  private int writingTo;
  private int written;
  private int taken;
  private int added;

  ActionIntake(ActionStream<?> stream) {
    this.stream = stream;
  }

  void take(byte[] json, int from, int length) {
    line++;
    try {
      list.add(stream.fromJson(json, from, length));
      taken++;
    } catch (LovageException e) {
      refuse(e);
    }
    listTo = line;
    if (list.size() == LIST) {
      write();
    }
  }

  /// A line that can't be read; those behind it are not looked at.
  void refuse(RuntimeException e) {
    refusals++;
    if (refused.size() < MOST_TOLD) {
      refused.add(
          new RefusedLine(Math.max(1, line), ProblemMapper.map(e, "POST", "line " + line).json()));
    }
  }

  void refuseNext(RuntimeException e) {
    line++;
    refuse(e);
  }

  private void write() {
    await();
    if (list.isEmpty()) {
      return;
    }
    var next = list;
    list = new ArrayList<>(LIST);
    writingTo = listTo;
    writing =
        CompletableFuture.supplyAsync(
            () -> stream.appendJson(next), task -> Thread.ofVirtual().start(task));
  }

  private void await() {
    var last = writing;
    if (last == null) {
      return;
    }
    writing = null; // what it brings is counted once
    try {
      added += last.join();
      written = writingTo;
    } catch (CompletionException e) {
      if (e.getCause() instanceof LovageException cause) {
        throw stopped(cause);
      }
      throw e;
    }
  }

  private RuntimeException stopped(LovageException cause) {
    if (written == 0) {
      return cause;
    }
    return ProblemMapper.map(cause, "POST", "actions")
        .lines(written)
        .remedy(
            "Lines 1 to %d are kept. Send those after them again, after the time in Retry-After."
                .formatted(written))
        .exception();
  }

  /// Writes the rest.
  AppendedView finish() {
    write();
    await();
    return new AppendedView(added, taken - added, refusals, refused);
  }
}
