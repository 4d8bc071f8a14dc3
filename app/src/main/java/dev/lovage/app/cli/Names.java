// SPDX-License-Identifier: Apache-2.0
package dev.lovage.app.cli;

import java.util.List;

/// Commands that do something with one thing of a name.
final class Names {

  private Names() {}

  /// Refuses an action that is not known, and one without the name that it needs.
  static void check(String command, String action, String name, List<String> actions)
      throws ApiException {
    if (!actions.contains(action)) {
      throw new ApiException(
          ApiException.REFUSED,
          command
              + ": there is no '"
              + action
              + "'"
              + Usage.near(action, actions).map(near -> "; did you mean " + near + "?").orElse("")
              + " (--help lists them)");
    }
    if (name.isEmpty() != action.equals("list")) {
      throw new ApiException(
          ApiException.REFUSED,
          name.isEmpty()
              ? command + " " + action + ": say which, by name"
              : command + " list: takes no name; use show for one");
    }
  }
}
