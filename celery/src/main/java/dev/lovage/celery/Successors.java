// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import dev.lovage.celery.CanvasAction.CountPart;
import dev.lovage.celery.CanvasAction.Publish;
import dev.lovage.celery.CanvasAction.Route;
import dev.lovage.celery.Expander.Extra;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What follows when a task has ended. All of it is said, and none of it done, here.
///
/// The order for whoever does it is Celery's: successors first, then the result, then the part of a
/// chord is counted, then the message is acknowledged.
public final class Successors {

  private Successors() {}

  /// What to do after a task, and what it lists as its children.
  public record Following(List<CanvasAction> actions, List<ResultTuple> children) {

    public Following {
      actions = List.copyOf(actions);
      children = List.copyOf(children);
    }
  }

  /// Applies a signature from outside of any task.
  ///
  /// @throws UnknownForm if it can't be run here
  public static Expansion apply(Signature signature, Sender sender) {
    var expander = new Expander(sender, Map.of());
    var applied = expander.apply(signature, Extra.NONE, Options.NONE);
    return new Expansion(expander.actions(), applied.result(), applied.child());
  }

  /// Applies a signature from within a task, as its child.
  ///
  /// @throws UnknownForm if it can't be run here
  public static Expansion applyFrom(TaskMessage parent, Signature signature, Sender sender) {
    var expander = new Expander(sender, parent.extras().stamps());
    var applied = expander.apply(signature, Extra.NONE, family(parent));
    return new Expansion(expander.actions(), applied.result(), applied.child());
  }

  /// After success: callbacks, the next member of the chain, and the part of a chord.
  ///
  /// @throws UnknownForm if something is to follow that can't be run here; the task has failed then
  public static Following afterSuccess(TaskMessage task, JsonNode result, Sender sender) {
    var expander = new Expander(sender, task.extras().stamps());
    var children = new ArrayList<ResultTuple>();
    var extra = Extra.of(result);
    var callbacks = task.embed().callbacks();
    if (callbacks.size() == 1) {
      children.add(expander.apply(callbacks.getFirst(), extra, family(task)).child());
    } else if (!callbacks.isEmpty()) {
      children.add(expander.apply(Canvas.group(callbacks), extra, family(task)).child());
    }
    var chain = task.embed().chain();
    if (!chain.isEmpty()) {
      var rest = chain.subList(0, chain.size() - 1);
      // An empty array, so that nobody looks for a chain among the options of the last member.
      var over = family(task).with("chain", Embed.array(rest));
      children.add(expander.apply(chain.getLast(), extra, over).child());
    }
    var actions = new ArrayList<>(expander.actions());
    count(task, actions);
    return new Following(actions, children);
  }

  /// After failure for good: who else fails with it, what is counted as failed, and the errbacks,
  /// which are sent with the id put before their arguments.
  ///
  /// @throws UnknownForm if an errback can't be run here
  public static List<CanvasAction> afterFailure(TaskMessage task, Sender sender) {
    var actions = new ArrayList<>(afterRevocation(task));
    actions.addAll(errbacks(task.embed().errbacks(), task.id(), task.rootId(), sender));
    return actions;
  }

  /// After revocation or expiry: as after failure, but no errback is called.
  public static List<CanvasAction> afterRevocation(TaskMessage task) {
    var actions = new ArrayList<CanvasAction>();
    count(task, actions);
    task.embed().chain().forEach(member -> actions.addAll(Doomed.of(member)));
    return actions;
  }

  private static void count(TaskMessage task, List<CanvasAction> actions) {
    var part = ChordPart.of(task);
    if (part != null) {
      actions.add(new CountPart(part));
    }
  }

  static List<CanvasAction> errbacks(
      List<Signature> errbacks, String id, String rootId, Sender sender) {
    if (errbacks.isEmpty()) {
      return List.of();
    }
    var expander = new Expander(sender, Map.of());
    var family =
        Options.NONE.with("parent_id", KombuJson.text(id)).with("root_id", KombuJson.text(rootId));
    expander.apply(Canvas.group(errbacks), Extra.of(KombuJson.text(id)), family);
    return expander.actions();
  }

  /// Another attempt: the same task under the same id, counted one higher, and its own parent.
  public static Publish retry(TaskMessage task, @Nullable Instant eta, Sender sender) {
    var timing = task.timing();
    var lineage = task.lineage();
    var extras = task.extras();
    var again =
        task.with(
                new Timing(
                    eta,
                    timing.expires(),
                    timing.hardLimit(),
                    timing.softLimit(),
                    timing.retries() + 1))
            .with(
                new Lineage(
                    task.rootId(),
                    task.id(),
                    lineage.group(),
                    lineage.groupIndex(),
                    lineage.replacedNesting()))
            .with(
                new Extras(
                    extras.ignoreResult(),
                    new Display(
                        extras.display().shadow(),
                        extras.display().argsRepr(),
                        extras.display().kwargsRepr(),
                        sender.origin()),
                    extras.stamps(),
                    extras.delivery(),
                    extras.headers()));
    return new Publish(again, route(task));
  }

  /// Back to where it came from.
  private static Route route(TaskMessage task) {
    var delivery = task.extras().delivery();
    boolean isQueue = delivery.exchange().isEmpty() && !delivery.routingKey().isEmpty();
    return isQueue
        ? new Route(delivery.routingKey(), null, null, task.task())
        : new Route(null, blank(delivery.exchange()), blank(delivery.routingKey()), task.task());
  }

  private static @Nullable String blank(String text) {
    return text.isEmpty() ? null : text;
  }

  /// Another task, or a canvas, in place of this one: it ends under the same id, and what was to
  /// follow follows it. The task that is replaced stores nothing.
  ///
  /// @throws UnknownForm if it can't be run here
  public static List<CanvasAction> replace(TaskMessage task, Signature by, Sender sender) {
    var chosen = Freezer.normal(by);
    if (chosen.kind() == Signature.Kind.GROUP) {
      var accumulate = Signature.of(Builtins.ACCUMULATE);
      chosen = Canvas.chord(chosen, accumulate.with(Call.of().with(List.of(), Builtins.FIRST)));
    }
    var embed = task.embed();
    var options =
        family(task)
            .with("task_id", KombuJson.text(task.id()))
            .with("group_id", KombuJson.text(task.lineage().group()))
            .with("group_index", KombuJson.number(task.lineage().groupIndex()))
            .with("chord", embed.chord() == null ? KombuJson.nothing() : embed.chord().write())
            .with("chain", Embed.array(embed.chain()))
            .with("link", Embed.array(KombuJson.joined(chosen.options().link(), embed.callbacks())))
            .with(
                "link_error",
                Embed.array(KombuJson.joined(chosen.options().linkError(), embed.errbacks())))
            .with("replaced_task_nesting", KombuJson.number(task.lineage().replacedNesting() + 1));
    var expander = new Expander(sender, task.extras().stamps());
    expander.apply(chosen, Extra.NONE, options);
    return expander.actions();
  }

  private static Options family(TaskMessage parent) {
    return Options.NONE
        .with("parent_id", KombuJson.text(parent.id()))
        .with("root_id", KombuJson.text(parent.rootId()));
  }
}
