// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import java.time.Instant;

/// A task as one peer sends it to another: Celery's message protocol 2 (and 1, which is older),
/// with every header and property.
///
/// @param id any text; Celery's own are UUIDs
/// @param task the name of the task type
/// @param embed what is to follow
public record TaskMessage(
    String id, String task, Call call, Lineage lineage, Timing timing, Embed embed, Extras extras)
    implements ReadTask {

  /// A task on its own.
  public static TaskMessage of(String id, String task, Call call) {
    return new TaskMessage(id, task, call, Lineage.NONE, Timing.NONE, Embed.NONE, Extras.NONE);
  }

  /// Reads a message of protocol 2 or 1, or of the mixed form that some peers send.
  public static ReadTask read(CeleryMessage message) {
    return TaskReader.read(message);
  }

  /// Writes it in protocol 2.
  ///
  /// @param now for the time that RabbitMQ may keep a task that expires
  public CeleryMessage write(Instant now) {
    return TaskWriter.write(this, now);
  }

  /// Writes it in protocol 1, for peers older than Celery 4. A chain has no place in it.
  ///
  /// @throws dev.lovage.LovageException `INVALID` if the task has a chain
  public CeleryMessage writeProtocol1(Instant now) {
    return TaskWriter.writeProtocol1(this, now);
  }

  /// The first task of the tree, which is this one if no other is named.
  public String rootId() {
    return lineage.rootId() == null ? id : lineage.rootId();
  }

  /// What monitors call it.
  public String displayName() {
    var shadow = extras.display().shadow();
    return shadow == null || shadow.isEmpty() ? task : shadow;
  }

  /// The positional arguments as Python prints them.
  public String argsRepr() {
    var given = extras.display().argsRepr();
    return given == null ? PythonRepr.args(call.args()) : given;
  }

  /// The keyword arguments as Python prints them.
  public String kwargsRepr() {
    var given = extras.display().kwargsRepr();
    return given == null ? PythonRepr.kwargs(call.kwargs()) : given;
  }

  public TaskMessage with(Timing changed) {
    return new TaskMessage(id, task, call, lineage, changed, embed, extras);
  }

  public TaskMessage with(Lineage changed) {
    return new TaskMessage(id, task, call, changed, timing, embed, extras);
  }

  public TaskMessage with(Embed changed) {
    return new TaskMessage(id, task, call, lineage, timing, changed, extras);
  }

  public TaskMessage with(Extras changed) {
    return new TaskMessage(id, task, call, lineage, timing, embed, changed);
  }
}
