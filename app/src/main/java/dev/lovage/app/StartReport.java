// SPDX-License-Identifier: Apache-2.0
package dev.lovage.app;

import dev.lovage.app.cli.Durations;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/// What a person should know when an app has started: what runs, where, and what to try.
final class StartReport {

  private StartReport() {}

  static void print(RunningApp running, PrintStream out) {
    var text = new StringBuilder();
    lines(running).forEach(line -> text.append(line).append(System.lineSeparator()));
    out.print(text);
    out.flush();
  }

  static List<String> lines(RunningApp running) {
    var lines = new ArrayList<String>();
    lines.add(running.app().name() + ": " + parts(running));
    lines.add("  store   " + running.lovage().store());
    running
        .lovage()
        .homes()
        .all()
        .forEach((queue, place) -> lines.add("  queue   " + queue + " at " + place));
    running
        .address()
        .ifPresent(address -> {
          var label = "  try     ";
          for (var path : running.app().web().readablePaths()) {
            lines.add(label + "curl " + address + example(path));
            label = "          ";
          }
          lines.add(label + "curl " + address + "/v1/tasks");
        });
    lines.add("  stop    Ctrl-C" + grace(running));
    return lines;
  }

  private static String parts(RunningApp running) {
    var web = running.address().map(address -> "web on " + address);
    var worker = running.worker().map(w -> "worker " + w.id());
    return web.map(w -> worker.map(id -> w + ", " + id).orElse(w))
        .or(() -> worker)
        .orElse("nothing");
  }

  private static String grace(RunningApp running) {
    return running
        .worker()
        .map(w ->
            ": running tasks finish within "
                + Durations.format(running.plan().grace())
                + "; twice: at once")
        .orElse("");
  }

  /// A path as one can type it: `/set/{n}` becomes `/set/N`, since shells and curl expand braces.
  private static String example(String path) {
    var example = new StringBuilder();
    for (var segment : path.split("/", -1)) {
      boolean parameter = segment.startsWith("{") && segment.endsWith("}");
      example
          .append(example.isEmpty() && segment.isEmpty() ? "" : "/")
          .append(
              parameter
                  ? segment.substring(1, segment.length() - 1).toUpperCase(java.util.Locale.ROOT)
                  : segment);
    }
    return example.isEmpty() ? "/" : example.toString();
  }
}
