// SPDX-License-Identifier: Apache-2.0
package dev.lovage.app.cli;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Says in one sentence what is wrong with a command line and what would be right.
public final class Usage {

  /// Exit code for wrong arguments.
  public static final int WRONG = 2;

  private Usage() {}

  /// The sentence for what picocli found.
  public static String explain(ParameterException e) {
    var command = e.getCommandLine();
    if (e instanceof UnmatchedArgumentException unmatched) {
      return unknown(command, unmatched.getUnmatched().getFirst());
    }
    if (e instanceof MissingParameterException missing && !missing.getMissing().isEmpty()) {
      var arg = missing.getMissing().getFirst();
      return arg.isOption()
          ? nameOf(arg) + " needs a value: " + arg.paramLabel()
          : arg.paramLabel() + " is missing";
    }
    if (e instanceof OverwrittenOptionException twice) {
      return nameOf(twice.getOverwritten()) + " is given twice";
    }
    var message = e.getMessage();
    // picocli's frame around a converter's sentence: "Invalid value for option '--x' (LABEL): …".
    var frame = "Invalid value for ";
    if (message != null && message.startsWith(frame) && message.contains(": ")) {
      var subject = e.getArgSpec();
      var text = message.substring(message.indexOf(": ") + 2);
      return (subject == null ? "" : nameOf(subject) + ": ") + text;
    }
    return String.valueOf(message);
  }

  /// The name among `known` that a person most likely meant, if one is near.
  public static Optional<String> near(String word, Iterable<String> known) {
    record Candidate(String name, int distance) {}
    var candidates = new java.util.ArrayList<Candidate>();
    for (var name : known) {
      candidates.add(new Candidate(name, distance(word, name)));
    }
    return candidates.stream()
        .min(Comparator.comparingInt(Candidate::distance))
        .filter(c -> c.distance() <= Math.max(1, word.length() / 3))
        .map(Candidate::name);
  }

  /// "; did you mean NAME?" or nothing.
  public static String didYouMean(String word, Iterable<String> known) {
    return near(word, known).map(name -> "; did you mean " + name + "?").orElse("");
  }

  private static String unknown(CommandLine command, String word) {
    var option = word.split("=", 2)[0];
    if (option.startsWith("-")) {
      List<String> names =
          command.getCommandSpec().options().stream().map(o -> o.longestName()).toList();
      return "unknown option " + option + didYouMean(option, names);
    }
    var commands = command.getSubcommands().keySet();
    return commands.isEmpty()
        ? "can't make anything of '" + word + "'"
        : "unknown command " + word + didYouMean(word, commands);
  }

  private static String nameOf(CommandLine.Model.ArgSpec arg) {
    return arg instanceof CommandLine.Model.OptionSpec option
        ? option.longestName()
        : arg.paramLabel();
  }

  /// Levenshtein's distance, with a swap of neighbours counted once.
  static int distance(String a, String b) {
    var d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        d[i][j] =
            i == 0 || j == 0
                ? i + j
                : Math.min(
                    Math.min(d[i - 1][j], d[i][j - 1]) + 1,
                    d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
