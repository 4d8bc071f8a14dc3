// SPDX-License-Identifier: Apache-2.0
package dev.lovage.schedule;

import dev.lovage.Share;
import dev.lovage.Start;
import dev.lovage.TaskId;
import dev.lovage.Tickers;
import dev.lovage.Unique;
import dev.lovage.spi.NewTask;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The task that a schedule or trigger makes, with the options that its type had where it was
/// declared: the process that makes it need not know the type.
///
/// @param argument JSON text, or null for one that says what has happened
record Template(
    String type,
    @Nullable String argument,
    Work work,
    @Nullable Unique unique,
    @Nullable Share share) {

  /// What does not depend on the argument.
  record Work(
      String queue,
      int priority,
      NewTask.Limits limits,
      @Nullable String retry,
      @Nullable String publishes) {}

  static Template of(NewTask task, boolean fixedArgument) {
    var settings = task.settings();
    return new Template(
        task.type(),
        fixedArgument ? task.argument() : null,
        new Work(
            settings.queue(),
            settings.priority(),
            settings.limits(),
            settings.retry(),
            settings.publishes()),
        fixedArgument ? task.unique() : null,
        fixedArgument ? task.share() : null);
  }

  /// @param happened JSON text, the argument if the template has none
  /// @param instead the share in place of the template's own, or null
  NewTask task(Tickers tickers, TaskId id, String happened, @Nullable Share instead) {
    var task = argument != null ? fixed(id, argument) : made(tickers, id, happened);
    return new NewTask(
        id,
        task.type(),
        task.argument(),
        task.settings(),
        task.after(),
        task.unique(),
        instead == null ? task.share() : instead);
  }

  /// Where the type is declared, its options may depend on the argument.
  private NewTask made(Tickers tickers, TaskId id, String happened) {
    return tickers.knows(type)
        ? tickers.draft(
            type, happened, options -> options.id(id).queue(work.queue()).priority(work.priority()))
        : fixed(id, happened);
  }

  private NewTask fixed(TaskId id, String json) {
    var settings =
        new NewTask.Settings(
            work.queue, work.priority, new Start.Now(), work.limits, work.retry, work.publishes);
    return new NewTask(id, type, json, settings, List.of(), unique, share);
  }
}
