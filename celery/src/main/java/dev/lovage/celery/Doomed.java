// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import dev.lovage.celery.CanvasAction.CountPart;
import dev.lovage.celery.CanvasAction.FailToo;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What will never run because something before it has failed: whoever waits on any of it must be
/// told. Celery leaves out the body of a chord and what follows it; here they fail too.
final class Doomed {

  private Doomed() {}

  static List<CanvasAction> of(Signature signature) {
    var actions = new ArrayList<CanvasAction>();
    add(signature, Options.NONE, actions);
    return actions;
  }

  private static void add(Signature given, Options over, List<CanvasAction> actions) {
    Signature signature;
    try {
      signature = Freezer.normal(given);
      members(signature, over, actions);
    } catch (UnknownForm e) {
      signature = given; // its own id is all that is known of it
    }
    var options = signature.options().overlaid(over);
    if (signature.kind() == Signature.Kind.TASK) {
      fail(options, actions);
    }
    if (signature.kind() != Signature.Kind.CHORD) {
      options.chain().forEach(next -> add(next, Options.NONE, actions));
      var part = part(signature, options);
      if (part != null) {
        actions.add(new CountPart(part));
      }
    }
  }

  private static void members(Signature signature, Options over, List<CanvasAction> actions) {
    switch (signature.kind()) {
      case TASK, CHUNKS -> {}
      case CHAIN, GROUP ->
          Canvas.members(signature).forEach(m -> add(plain(m), Options.NONE, actions));
      case CHORD -> {
        Canvas.header(signature).forEach(m -> add(plain(m), Options.NONE, actions));
        var options = signature.options().overlaid(over).without("task_id");
        add(Canvas.body(signature), options, actions);
      }
    }
  }

  /// Not counted by itself: the whole is.
  private static Signature plain(Signature member) {
    return member.with(member.options().without("chord", "chain"));
  }

  private static void fail(Options options, List<CanvasAction> actions) {
    var id = options.taskId();
    if (id != null) {
      actions.add(new FailToo(id, new TaskMeta.Details(null, options.groupId(), null)));
    }
  }

  private static @Nullable ChordPart part(Signature signature, Options options) {
    var group = options.groupId();
    var body = options.chord();
    var id = last(signature);
    return group == null || body == null || id == null
        ? null
        : new ChordPart(group, options.groupIndex(), id, body);
  }

  private static @Nullable String last(Signature signature) {
    if (signature.kind() == Signature.Kind.CHAIN) {
      var members = Canvas.members(signature);
      return members.isEmpty() ? null : last(members.getLast());
    }
    return signature.options().taskId();
  }
}
