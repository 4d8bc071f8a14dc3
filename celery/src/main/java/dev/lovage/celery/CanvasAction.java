// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import org.jspecify.annotations.Nullable;

/// One thing to do so that what was put together runs on. They are done in the order given: the
/// size of a chord is known before its last part can end.
public sealed interface CanvasAction {

  /// Send a task.
  record Publish(TaskMessage message, Route route) implements CanvasAction {}

  /// Keep how many parts the chord waits for.
  record ChordSize(String group, int size) implements CanvasAction {}

  /// Keep the form of a group whose parts are groups themselves, so that the results can be put
  /// together in the same form.
  record SaveGroup(ResultTuple group) implements CanvasAction {}

  /// Store the failure under another id too: a member of a chain that will never run now.
  record FailToo(String id, TaskMeta.Details details) implements CanvasAction {}

  /// Count a part of a chord as ended, with the outcome at hand.
  record CountPart(ChordPart part) implements CanvasAction {}

  /// Where to send a task.
  ///
  /// @param queue null leaves it to the sender's own routing for [#routedAs]
  /// @param exchange null for the anonymous one
  /// @param routedAs the name of the task that decides; for a map, that of the task mapped over
  record Route(
      @Nullable String queue,
      @Nullable String exchange,
      @Nullable String routingKey,
      String routedAs) {}
}
