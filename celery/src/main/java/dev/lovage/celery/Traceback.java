// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import dev.lovage.TaskError;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Java's stack traces as Python prints them: the innermost call last, causes before what they
/// caused.
public final class Traceback {

  private static final Pattern FRAME =
      Pattern.compile("\\s+at (?:.*/)?(\\S+)\\.([^.(\\s]+)\\(([^:)]*)(?::(\\d+))?\\)");

  private static final String CAUSED =
      "\nThe above exception was the direct cause of the following exception:\n\n";

  private Traceback() {}

  /// Of an error with a stack of Java's; any other stack is left as it is.
  public static String of(TaskError error) {
    var stack = error.stack();
    if (stack.isEmpty() || stack.startsWith("Traceback ")) {
      return stack;
    }
    var sections = new ArrayList<List<String>>();
    for (var line : stack.lines().toList()) {
      boolean isFrame = line.startsWith("\t");
      var isCause = line.startsWith("Caused by: ");
      if (sections.isEmpty() || isCause) {
        sections.add(new ArrayList<>());
      }
      // A message may have lines of its own, and suppressed exceptions are indented.
      if (!isFrame || FRAME.matcher(line).matches()) {
        sections.getLast().add(isCause ? line.substring("Caused by: ".length()) : line);
      }
    }
    return String.join(CAUSED, sections.reversed().stream().map(Traceback::section).toList());
  }

  private static String section(List<String> lines) {
    var out = new StringBuilder();
    var message = new StringBuilder();
    for (var line : lines.reversed()) {
      var frame = FRAME.matcher(line);
      if (!frame.matches()) {
        message.insert(0, line + "\n");
        continue;
      }
      out.append(out.isEmpty() ? "Traceback (most recent call last):\n" : "");
      var number = frame.group(4) == null ? "0" : frame.group(4);
      out.append("  File \"").append(frame.group(3)).append("\", line ").append(number);
      out.append(", in ").append(frame.group(1)).append('.').append(frame.group(2)).append('\n');
    }
    return out.append(message).toString();
  }
}
