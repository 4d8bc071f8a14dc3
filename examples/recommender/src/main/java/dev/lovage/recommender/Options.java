// SPDX-License-Identifier: Apache-2.0
package dev.lovage.recommender;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What the example itself takes from the command line; the rest goes to the app.
///
/// @param folder where the store and the data set are
/// @param evaluate print how good the methods are, and end
/// @param tune print how good hyperparameters are, and end
/// @param generated don't fetch MovieLens
/// @param every how many likes start a training
/// @param rest for the app
record Options(
    Path folder, boolean evaluate, boolean tune, boolean generated, int every, List<String> rest) {

  private static final int EVERY = 20;
  private static final String FOLDER = "recommender-data";

  static Options parse(String... args) {
    var rest = new ArrayList<String>();
    boolean evaluate = false;
    boolean tune = false;
    boolean generated = false;
    int every = EVERY;
    var folder = Path.of(FOLDER);
    boolean store = false;
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--evaluate" -> evaluate = true;
        case "--tune" -> tune = true;
        case "--generated" -> generated = true;
        case "--every" -> every = number(value(args, ++i, "--every"));
        case "--data" -> {
          folder = Path.of(value(args, ++i, "--data"));
          store = true;
          rest.addAll(List.of("--data", folder.toString()));
        }
        default -> {
          store |= args[i].startsWith("--store") || args[i].startsWith("--data");
          rest.add(args[i]);
        }
      }
    }
    if (!store) {
      rest.addAll(List.of("--data", folder.toString()));
    }
    return new Options(folder, evaluate, tune, generated, every, rest);
  }

  private static String value(String[] args, int at, String option) {
    if (at >= args.length) {
      throw new IllegalArgumentException(option + " needs a value");
    }
    return args[at];
  }

  private static int number(String text) {
    try {
      int number = Integer.parseInt(text);
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Reported below.
    }
    throw new IllegalArgumentException(
        "--every takes a number of likes from 1, but is '" + text + "'");
  }
}
