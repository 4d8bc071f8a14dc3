// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import dev.lovage.LogLine;
import dev.lovage.Progress;
import dev.lovage.Task;
import dev.lovage.TaskState;
import dev.lovage.http.JsonViews.TaskView;
import dev.lovage.http.Problem.Kind;
import dev.lovage.spi.JsonCodec;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What one reader was told of a task, which makes the next events out of what is new. The id of an
/// event says how far its reader is: `attempt.STATE.lines`, the number of log lines read. Progress
/// is not part of it, so a reader who comes back hears where it stands.
final class TaskEvents {

  private static final Pattern ID = Pattern.compile("(\\d{1,9})\\.([A-Z]{1,9})\\.(\\d{1,9})");

  private int attempt;
  private int lines;
  private @Nullable TaskState state;
  private @Nullable Progress progress;
  private boolean cancelRequested;
  private boolean over;

  /// For a reader who knows nothing yet.
  TaskEvents() {}

  /// For a reader who has read up to this event.
  static TaskEvents after(String eventId) {
    var parts = ID.matcher(eventId);
    if (!parts.matches()) {
      throw Problem.of(Kind.INVALID, "Last-Event-ID: is not the id of an event of a task")
          .field("Last-Event-ID")
          .remedy("Send the id of the last event that was read, or leave it out to read all.")
          .exception();
    }
    var events = new TaskEvents();
    events.attempt = Integer.parseInt(parts.group(1));
    events.state = TextForms.oneOf("Last-Event-ID", parts.group(2), TaskState.class);
    events.lines = Integer.parseInt(parts.group(3));
    return events;
  }

  /// How many lines of the log were told.
  int lines() {
    return lines;
  }

  /// Whether there is no more to be told.
  boolean isOver() {
    return over;
  }

  /// There is no more to be told.
  void end() {
    over = true;
  }

  /// Whether the reader knows of this state.
  boolean hasTold(Task task) {
    return state == task.state() && attempt == task.run().attempt();
  }

  /// The events, in the form in which they are sent; empty if nothing is new. A final state comes
  /// after all else.
  ///
  /// @param log the lines after those that were told
  String next(Task task, List<LogLine> log) {
    var text = new StringBuilder();
    boolean last = task.state().isFinal();
    if (!last) {
      state(task, text);
    }
    for (var line : log) {
      lines++;
      event("log", line, text);
    }
    var now = task.run().progress();
    if (now != null && !now.equals(progress)) {
      progress = now;
      event("progress", now, text);
    }
    if (last) {
      state(task, text);
      end();
    }
    return text.toString();
  }

  private void state(Task task, StringBuilder text) {
    if (!hasTold(task) || (task.run().cancelRequested() && !cancelRequested)) {
      state = task.state();
      attempt = task.run().attempt();
      cancelRequested = task.run().cancelRequested();
      event("state", TaskView.of(task), text);
    }
  }

  private void event(String name, Object data, StringBuilder text) {
    // A reader who is told nothing but lines has a state all the same: the one before the first.
    var told = state == null ? TaskState.WAITING : state;
    text.append("id: ").append(attempt).append('.').append(told).append('.').append(lines);
    text.append("\nevent: ").append(name);
    text.append("\ndata: ").append(JsonCodec.encode(name, data)).append("\n\n");
  }
}
