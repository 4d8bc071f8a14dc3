// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// What was taken off a list is known, though the log does not name it.
class RedisListsTest {

  private final RedisLists lists = new RedisLists();

  private List<String> apply(String command) {
    return lists.apply(List.of(command.split(" ")));
  }

  @Test
  void takesFromBothEnds() {
    apply("LPUSH q b a");
    apply("RPUSH q c d");

    assertThat(apply("RPOP q")).containsExactly("d");
    assertThat(apply("rpop q 2")).containsExactly("c", "b");
    assertThat(apply("LPOP q")).containsExactly("a");
    assertThat(apply("RPOP q")).isEmpty();
  }

  @Test
  void movesFromListToList() {
    apply("LPUSH q b a");

    assertThat(apply("LMOVE q q RIGHT RIGHT")).isEmpty();
    assertThat(apply("LMOVE q other RIGHT RIGHT")).containsExactly("b");
    assertThat(apply("LMOVE q other RIGHT LEFT")).containsExactly("a");
    assertThat(apply("LPOP other 5")).containsExactly("a", "b");
  }

  @Test
  void forgetsWhatIsDeleted() {
    apply("RPUSH q a");
    apply("DEL q");

    assertThat(apply("RPOP q")).isEmpty();
  }
}
