// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What is to follow a task, which travels in its body.
///
/// @param callbacks called with the result
/// @param errbacks called with the id when the task has failed
/// @param chain the rest of a chain, **last member first**, as on the wire
/// @param chord the body of the chord that the task is a part of
public record Embed(
    List<Signature> callbacks,
    List<Signature> errbacks,
    List<Signature> chain,
    @Nullable Signature chord) {

  public static final Embed NONE = new Embed(List.of(), List.of(), List.of(), null);

  public Embed {
    callbacks = List.copyOf(callbacks);
    errbacks = List.copyOf(errbacks);
    chain = List.copyOf(chain);
  }

  ObjectNode write() {
    var json = KombuJson.object();
    json.set("callbacks", callbacks.isEmpty() ? KombuJson.nothing() : array(callbacks));
    json.set("errbacks", errbacks.isEmpty() ? KombuJson.nothing() : array(errbacks));
    json.set("chain", chain.isEmpty() ? KombuJson.nothing() : array(chain));
    json.set("chord", chord == null ? KombuJson.nothing() : chord.write());
    return json;
  }

  static ArrayNode array(List<Signature> signatures) {
    return KombuJson.array(signatures.stream().map(Signature::write).toList());
  }
}
