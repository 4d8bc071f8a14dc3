// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import dev.lovage.celery.CanvasAction.ChordSize;
import dev.lovage.celery.CanvasAction.SaveGroup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Applies a signature of any form: what is to be sent now, and in which order. It does what
/// Celery's `apply_async` does, without sending.
final class Expander {

  private final Sender sender;
  private final TaskBuilder builder;
  private final Freezer freezer;
  private final List<CanvasAction> actions = new ArrayList<>();

  Expander(Sender sender, Map<String, JsonNode> stamps) {
    this.sender = sender;
    this.builder = new TaskBuilder(sender, stamps);
    this.freezer = new Freezer(sender);
  }

  List<CanvasAction> actions() {
    return List.copyOf(actions);
  }

  /// What a client waits on, and what the sending task lists as its child.
  record Applied(ResultTuple result, ResultTuple child) {}

  /// Arguments for whichever task comes first.
  record Extra(List<JsonNode> args, Map<String, JsonNode> kwargs) {
    static final Extra NONE = new Extra(List.of(), Map.of());

    static Extra of(JsonNode... args) {
      return new Extra(List.of(args), Map.of());
    }

    Extra before(Signature canvas) {
      return canvas.immutable()
          ? new Extra(canvas.call().args(), Map.of())
          : new Extra(KombuJson.joined(args, canvas.call().args()), kwargs);
    }
  }

  Applied apply(Signature given, Extra extra, Options over) {
    var signature = Freezer.normal(given);
    var options = signature.options().overlaid(over);
    return switch (signature.kind()) {
      case TASK -> task(signature, extra, options);
      case CHAIN -> chain(signature, extra.before(signature), options);
      case GROUP, CHUNKS -> group(signature, extra.before(signature), options);
      case CHORD -> chord(signature, extra.before(signature), options);
    };
  }

  private Applied task(Signature signature, Extra extra, Options options) {
    var publish = builder.build(signature, signature.apply(extra.args(), extra.kwargs()), options);
    actions.add(publish);
    var result = ResultTuple.task(publish.message().id());
    return new Applied(result, result);
  }

  private Applied chain(Signature chain, Extra extra, Options options) {
    var place =
        new Freezer.Place(
            options.taskId(), options.groupId(), options.chord(), options.groupIndex());
    var steps = new ArrayList<>(freezer.steps(chain, place));
    if (steps.isEmpty()) {
      throw new UnknownForm(Canvas.CHAIN + " without members");
    }
    steps.replaceAll(step -> withErrbacks(step, options.linkError()));
    steps.set(0, withLinks(steps.getFirst(), options.link()));
    var result = freezer.result(steps.getFirst());
    var first = steps.removeLast();
    var rest =
        options
            .without("task_id", "group_id", "group_index", "chord", "link", "link_error")
            .with("chain", chain(options.chain(), steps));
    // A chain of one keeps its own place, which is that of the chain.
    return new Applied(result, apply(first, extra, rest).child());
  }

  /// What follows the chain comes after its own members, so it stands first.
  private static JsonNode chain(List<Signature> outer, List<Signature> steps) {
    var all = KombuJson.<Signature>joined(outer, steps);
    return all.isEmpty() ? KombuJson.nothing() : Embed.array(all);
  }

  private static Signature withLinks(Signature step, List<Signature> links) {
    if (step.kind() == Signature.Kind.CHORD) {
      return withBody(step, withLinks(Canvas.body(step), links));
    }
    var linked = step;
    for (var link : links) {
      linked = linked.link(link);
    }
    return linked;
  }

  private static Signature withErrbacks(Signature step, List<Signature> errbacks) {
    if (errbacks.isEmpty()) {
      return step;
    }
    return switch (step.kind()) {
      case CHORD -> withBody(step, withErrbacks(Canvas.body(step), errbacks));
      case GROUP ->
          Canvas.withMembers(
              step, Canvas.members(step).stream().map(m -> withErrbacks(m, errbacks)).toList());
      case TASK, CHAIN, CHUNKS -> {
        var changed = step;
        for (var errback : errbacks) {
          changed = changed.linkError(errback);
        }
        yield changed;
      }
    };
  }

  private static Signature withBody(Signature chord, Signature body) {
    var kwargs = new LinkedHashMap<>(chord.call().kwargs());
    kwargs.put("body", body.write());
    return chord.with(new Call(chord.call().args(), kwargs));
  }

  private Applied group(Signature group, Extra extra, Options options) {
    var outer = options.chain();
    if (!outer.isEmpty()) {
      var body =
          outer.getLast().with("chain", chain(outer.subList(0, outer.size() - 1), List.of()));
      return chord(Canvas.chord(group, body), extra, options.without("chain", "task_id"));
    }
    var id = options.taskId() == null ? sender.ids().get() : options.taskId();
    var members = freezer.flat(group, id, null);
    var over =
        options
            .without("task_id", "group_index", "link", "link_error")
            .with("group_id", KombuJson.text(id));
    var results = new ArrayList<ResultTuple>();
    for (var member : members) {
      results.add(apply(withErrbacks(member, options.linkError()), extra, over).result());
    }
    var result = ResultTuple.group(id, results);
    return new Applied(result, result);
  }

  private Applied chord(Signature chord, Extra extra, Options options) {
    var given = Canvas.body(chord);
    var body =
        freezer.freeze(
            given.with(given.options().overlaid(options.without("task_id", "parent_id"))),
            new Freezer.Place(options.taskId(), null, null, null));
    var header = Canvas.headerGroup(chord);
    var known = header == null ? null : header.options().taskId();
    var id = known == null ? sender.ids().get() : known;
    var members = freezer.flat(Canvas.header(chord), id, body);
    int size = members.stream().mapToInt(Freezer::leaves).sum();
    if (size == 0) {
      return apply(body, Extra.of(KombuJson.array()), Options.NONE);
    }
    var parts = members.stream().map(freezer::result).toList();
    if (parts.stream().anyMatch(part -> part.members() != null)) {
      actions.add(new SaveGroup(ResultTuple.group(id, parts)));
    }
    actions.add(new ChordSize(id, size));
    var over =
        options
            .without("task_id", "chain", "chord", "group_id", "group_index", "link", "link_error")
            .with("group_id", KombuJson.text(id));
    members.forEach(member -> apply(member, extra, over));
    return new Applied(freezer.result(body), ResultTuple.group(id, parts));
  }
}
