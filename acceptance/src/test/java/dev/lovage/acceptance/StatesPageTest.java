// SPDX-License-Identifier: Apache-2.0
package dev.lovage.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.TaskState;
import java.io.IOException;
import java.nio.file.Files;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// docs/states.md says what the code does.
class StatesPageTest {

  private static final Pattern ROW =
      Pattern.compile("^\\| `(\\w+)` \\|[^|]*\\|([^|]*)\\|$", Pattern.MULTILINE);
  private static final Pattern NAME = Pattern.compile("`(\\w+)`");
  private static final Pattern ARROW = Pattern.compile("^ +(\\w+) --> (\\w+): ", Pattern.MULTILINE);

  private static String page() throws IOException {
    return Files.readString(Repo.root().resolve("docs/states.md"));
  }

  private static Map<TaskState, Set<TaskState>> expected() {
    var next = new EnumMap<TaskState, Set<TaskState>>(TaskState.class);
    for (var state : TaskState.values()) {
      next.put(state, state.next());
    }
    return next;
  }

  @Test
  void theTableIsTheTableInTheCode() throws IOException {
    var found = new EnumMap<TaskState, Set<TaskState>>(TaskState.class);
    ROW.matcher(page())
        .results()
        .forEach(row -> {
          var next = EnumSet.noneOf(TaskState.class);
          NAME.matcher(row.group(2))
              .results()
              .forEach(name -> next.add(TaskState.valueOf(name.group(1))));
          found.put(TaskState.valueOf(row.group(1)), next);
        });

    assertThat(found).isEqualTo(expected());
  }

  @Test
  void theDiagramIsTheTableInTheCode() throws IOException {
    var found = new EnumMap<TaskState, Set<TaskState>>(TaskState.class);
    for (var state : TaskState.values()) {
      found.put(state, EnumSet.noneOf(TaskState.class));
    }
    ARROW
        .matcher(page())
        .results()
        .forEach(arrow ->
            found.get(TaskState.valueOf(arrow.group(1))).add(TaskState.valueOf(arrow.group(2))));

    assertThat(found).isEqualTo(expected());
  }
}
