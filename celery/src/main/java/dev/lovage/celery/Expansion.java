// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import java.util.List;

/// What a signature becomes when it is applied.
///
/// @param actions in the order in which to do them
/// @param result what a client waits on: the last member of a chain, the body of a chord, a group
/// @param child what the task that has sent it lists among its children
public record Expansion(List<CanvasAction> actions, ResultTuple result, ResultTuple child) {

  public Expansion {
    actions = List.copyOf(actions);
  }
}
