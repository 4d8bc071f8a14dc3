// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import dev.lovage.TaskError;
import dev.lovage.celery.CanvasAction.CountPart;
import dev.lovage.spi.CompleteGroup;
import dev.lovage.spi.Ending;
import dev.lovage.spi.GroupPart;
import dev.lovage.spi.MessageProtocol.End;
import dev.lovage.spi.Outcome;
import dev.lovage.spi.StoredResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// How one task ends, in Celery's words: its result, and what a canvas lets follow.
record CeleryEndings(TaskMessage task, End at, Sender sender, String defaultQueue) {

  Ending end(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Succeeded(var result, var _) -> succeeded(result);
      case Outcome.Retry(var delay, var error) -> {
        var again = Successors.retry(task, at.now().plus(delay), sender);
        var meta = TaskMeta.retry(task.id(), CeleryError.of(error), trace(error), details());
        yield ending(results(meta), List.of(again), null);
      }
      case Outcome.Failed(var error) -> failed(CeleryError.of(error), trace(error));
      case Outcome.Cancelled(var reason) -> {
        var why =
            switch (reason.type()) {
              case TaskError.EXPIRED -> "expired";
              default -> isUnbegun(outcome) ? "revoked" : "terminated";
            };
        var meta = TaskMeta.revoked(task.id(), why, at.now(), details());
        yield ending(results(meta), Successors.afterRevocation(task), meta);
      }
      case Outcome.Replaced(var canvas, var _) -> replaced(canvas);
      case Outcome.Snoozed _, Outcome.Released _ -> Ending.nothing();
    };
  }

  private Ending replaced(String canvas) {
    try {
      var actions = Successors.replace(task, Canvas.read(canvas), sender);
      return ending(List.of(), actions, null);
    } catch (UnknownForm e) {
      return unknown(e);
    }
  }

  private Ending unknown(UnknownForm form) {
    var message = KombuJson.text(String.valueOf(form.getMessage()));
    return failed(new CeleryError("UnknownForm", List.of(message), "lovage"), null);
  }

  private static boolean isUnbegun(Outcome outcome) {
    return outcome instanceof Outcome.Cancelled cancelled && cancelled.isUnbegun();
  }

  private Ending succeeded(String json) {
    JsonNode result = Objects.requireNonNull(KombuJson.read(json));
    try {
      var following = Successors.afterSuccess(task, result, sender);
      var meta = TaskMeta.success(task.id(), result, following.children(), at.now(), details());
      return ending(results(meta), following.actions(), meta);
    } catch (UnknownForm e) {
      return unknown(e);
    }
  }

  Ending failed(CeleryError error, @Nullable String traceback) {
    var meta = TaskMeta.failure(task.id(), error, traceback, at.now(), details());
    List<CanvasAction> actions;
    try {
      actions = Successors.afterFailure(task, sender);
    } catch (UnknownForm e) {
      actions = Successors.afterRevocation(task); // all but the errbacks, which can't be run
    }
    return ending(results(meta), actions, meta);
  }

  /// All but the result, which is there.
  Ending again(TaskMeta meta) {
    var ending =
        meta.isSuccess()
            ? succeeded(KombuJson.text(meta.result()))
            : meta.status().equals(States.REVOKED)
                ? ending(List.of(), Successors.afterRevocation(task), meta)
                : failed(Objects.requireNonNullElse(meta.error(), unknown()), meta.traceback());
    var others = ending.results().stream().filter(r -> !r.id().equals(task.id())).toList();
    return new Ending(others, ending.groups(), ending.parts(), ending.messages());
  }

  private static CeleryError unknown() {
    return new CeleryError("Exception", List.of(), "builtins");
  }

  Ending joined(GroupPart part, CompleteGroup group) {
    var ended =
        group.documents().stream()
            .map(document -> ChordPart.Ended.read(bytes(document)))
            .filter(Objects::nonNull)
            .toList();
    var form = group.form();
    var last = lastOf(part);
    try {
      return switch (ChordJoin.of(
          last, ended, form == null ? null : ChordPart.readGroup(bytes(form)), sender)) {
        case ChordJoin.Runs(var actions) -> ending(List.of(), actions, null);
        case ChordJoin.Breaks(var bodyId, var error, var actions) -> {
          var meta = TaskMeta.failure(bodyId, error, null, at.now(), TaskMeta.Details.NONE);
          var results =
              bodyId.isEmpty()
                  ? List.<StoredResult>of()
                  : List.of(CeleryProtocol.stored(meta, at.keep()));
          yield ending(results, actions, meta);
        }
      };
    } catch (UnknownForm e) {
      return Ending.nothing();
    }
  }

  /// A part that will never run, since it stands behind this task in a chain, is counted by it.
  private TaskMessage lastOf(GroupPart part) {
    var own = ChordPart.of(task);
    if (own != null && own.group().equals(part.group())) {
      return task;
    }
    for (var action : Successors.afterRevocation(task)) {
      if (action instanceof CountPart(var its) && its.group().equals(part.group())) {
        var lineage = new Lineage(task.rootId(), task.id(), its.group(), its.index(), 0);
        return task.with(lineage).with(new Embed(List.of(), List.of(), List.of(), its.body()));
      }
    }
    return task;
  }

  private Ending ending(
      List<StoredResult> own, List<? extends CanvasAction> actions, @Nullable TaskMeta meta) {
    return new CeleryDeeds(at, defaultQueue).ending(own, actions, meta);
  }

  private List<StoredResult> results(TaskMeta meta) {
    return Boolean.TRUE.equals(task.extras().ignoreResult())
        ? List.of()
        : List.of(CeleryProtocol.stored(meta, at.keep()));
  }

  private TaskMeta.Details details() {
    return TaskMeta.Details.of(task);
  }

  private static @Nullable String trace(TaskError error) {
    return error.stack().isEmpty() ? null : error.stack();
  }

  private static byte[] bytes(String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }
}
