// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Gives every task of a canvas the id that it will run under, before any of them is sent, so that
/// each can name those that come after it.
record Freezer(Sender sender) {

  /// What a frozen signature is a part of.
  ///
  /// @param id to take, if it has none
  /// @param chord the body that counts it
  record Place(
      @Nullable String id,
      @Nullable String groupId,
      @Nullable Signature chord,
      @Nullable Integer index) {

    static final Place ALONE = new Place(null, null, null, null);
  }

  Signature freeze(Signature given, Place place) {
    var signature = normal(given);
    return switch (signature.kind()) {
      case TASK -> task(signature, place);
      case CHAIN -> {
        var natural = new ArrayList<>(steps(signature, place));
        Collections.reverse(natural);
        yield Canvas.withMembers(signature, natural);
      }
      case GROUP, CHUNKS -> group(signature, place);
      case CHORD -> chord(signature, place);
    };
  }

  /// A form with members: chunks are a group.
  static Signature normal(Signature signature) {
    return signature.kind() == Signature.Kind.CHUNKS
        ? Canvas.group(Canvas.members(signature)).with(signature.options())
        : signature;
  }

  private Signature task(Signature signature, Place place) {
    var options = signature.options();
    if (!options.has("task_id")) {
      options = options.with("task_id", KombuJson.text(orNew(place.id())));
    }
    if (!options.has("reply_to") && !sender.replyTo().isEmpty()) {
      options = options.with("reply_to", KombuJson.text(sender.replyTo()));
    }
    return signature.with(placed(options, place));
  }

  private static Options placed(Options given, Place place) {
    var options = given;
    if (!options.has("group_id")) {
      options = options.with("group_id", KombuJson.text(place.groupId()));
    }
    if (place.chord() != null) {
      options = options.with("chord", place.chord().write());
    }
    return place.index() == null
        ? options
        : options.with("group_index", KombuJson.number(place.index()));
  }

  private Signature group(Signature group, Place place) {
    var options = group.options();
    if (!options.has("task_id")) {
      options = options.with("task_id", KombuJson.text(orNew(place.id())));
    }
    var members = flat(group, place.groupId(), place.chord());
    return Canvas.withMembers(group.with(placed(options, place)), members);
  }

  /// The members of a group and of the groups in it, frozen as parts.
  List<Signature> flat(Signature group, @Nullable String groupId, @Nullable Signature chord) {
    return flat(Canvas.members(group), groupId, chord);
  }

  List<Signature> flat(
      List<Signature> members, @Nullable String groupId, @Nullable Signature chord) {
    var leaves = new ArrayList<Signature>();
    members.forEach(member -> unnest(member, leaves));
    var frozen = new ArrayList<Signature>();
    for (var leaf : leaves) {
      frozen.add(freeze(leaf, new Place(null, groupId, chord, frozen.size())));
    }
    return frozen;
  }

  private static void unnest(Signature given, List<Signature> leaves) {
    var member = normal(given);
    if (member.kind() == Signature.Kind.GROUP) {
      Canvas.members(member).forEach(inner -> unnest(inner, leaves));
    } else {
      leaves.add(member);
    }
  }

  private Signature chord(Signature chord, Place place) {
    var id = chord.options().taskId();
    var body =
        freeze(
            Canvas.body(chord),
            new Place(id == null ? place.id() : id, place.groupId(), place.chord(), place.index()));
    var given = Canvas.headerGroup(chord);
    var header =
        freeze(
            given == null ? Canvas.group(Canvas.header(chord)) : given,
            new Place(null, null, body, null));
    var kwargs = new LinkedHashMap<>(chord.call().kwargs());
    kwargs.put("header", header.write());
    kwargs.put("body", body.write());
    return chord
        .with(new Call(chord.call().args(), kwargs))
        .with("task_id", KombuJson.text(header.options().taskId()));
  }

  /// The members of a chain, **last first**: inner chains are part of it, and a group that
  /// something follows is the header of a chord.
  List<Signature> steps(Signature chain, Place place) {
    var members = new ArrayList<Signature>();
    splice(chain, members);
    var steps = new ArrayList<Signature>();
    for (var member : members.reversed()) {
      var isUpgraded = member.kind() == Signature.Kind.GROUP && !steps.isEmpty();
      var step = isUpgraded ? Canvas.chord(member, steps.removeLast()) : member;
      steps.add(freeze(step, steps.isEmpty() ? place : Place.ALONE));
    }
    return steps;
  }

  private static void splice(Signature chain, List<Signature> members) {
    for (var given : Canvas.members(chain)) {
      var member = unwrapped(normal(given));
      if (member.kind() == Signature.Kind.CHAIN) {
        splice(member, members);
      } else {
        members.add(member);
      }
    }
  }

  /// A group of one is the one.
  private static Signature unwrapped(Signature member) {
    if (member.kind() != Signature.Kind.GROUP) {
      return member;
    }
    var inner = Canvas.members(member);
    return inner.size() == 1 ? unwrapped(normal(inner.getFirst())) : member;
  }

  /// What a client waits on, of a frozen signature.
  ResultTuple result(Signature frozen) {
    return switch (frozen.kind()) {
      case TASK -> ResultTuple.task(orNew(frozen.options().taskId()));
      case CHAIN -> result(Canvas.members(frozen).getLast());
      case CHORD -> result(Canvas.body(frozen));
      case GROUP, CHUNKS ->
          ResultTuple.group(
              orNew(frozen.options().taskId()),
              Canvas.members(frozen).stream().map(this::result).toList());
    };
  }

  /// How many tasks report to the chord that a signature is a part of.
  static int leaves(Signature given) {
    var signature = normal(given);
    return switch (signature.kind()) {
      case TASK -> 1;
      case CHORD -> leaves(Canvas.body(signature));
      case GROUP, CHUNKS -> Canvas.members(signature).stream().mapToInt(Freezer::leaves).sum();
      case CHAIN ->
          Canvas.members(signature).reversed().stream()
              .mapToInt(Freezer::leaves)
              .filter(count -> count > 0)
              .findFirst()
              .orElse(0);
    };
  }

  private String orNew(@Nullable String id) {
    return id == null ? sender.ids().get() : id;
  }
}
