// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.ActionCursor;
import dev.lovage.spi.ActionLog;
import dev.lovage.spi.LoggedAction;
import dev.lovage.testkit.MemoryEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/// The log does what the reference does, over random sequences of calls. `-Dlovage.model.seed=7`
/// begins with that seed, `-Dlovage.model.sequences=100` tries so many.
public abstract class ActionModelContract extends ActionContract {

  private static final int STEPS = 120;
  private static final int READERS = 3;

  private ActionLog reference = MemoryEngine.create().openActions();
  private SplittableRandom random = new SplittableRandom();
  private final ActionCursor[] ours = new ActionCursor[READERS];
  private final ActionCursor[] theirs = new ActionCursor[READERS];
  private final List<LoggedAction> appended = new ArrayList<>();

  @Test
  void random_calls_have_the_same_outcome_as_on_the_reference(TestReporter reporter) {
    long first = Long.getLong("lovage.model.seed", 1);
    int sequences = Integer.getInteger("lovage.model.sequences", harness.sequences());
    reporter.publishEntry("seeds", first + " to " + (first + sequences - 1));
    for (long seed = first; seed < first + sequences; seed++) {
      begin(seed);
      for (int step = 0; step < STEPS; step++) {
        step("seed " + seed + ", step " + step);
      }
    }
  }

  /// On an empty log, whatever the sequence before has left.
  private void begin(long seed) {
    harness.close();
    harness = open();
    log = harness.log();
    stream = harness.stream();
    drafts = new ActionDrafts(harness.clock());
    random = new SplittableRandom(seed);
    reference = MemoryEngine.create(harness.clock()).openActions();
    Arrays.fill(ours, ActionCursor.START);
    Arrays.fill(theirs, ActionCursor.START);
    appended.clear();
  }

  private void step(String where) {
    switch (random.nextInt(10)) {
      case 0, 1, 2 -> append(where, drafts.mixed(1 + random.nextInt(5), 1 + random.nextInt(150)));
      case 3 -> append(where, again());
      case 4, 5, 6 -> read(where, random.nextInt(READERS));
      case 7 -> {
        var user = "u" + random.nextInt(6);
        int limit = 1 + random.nextInt(60);
        assertThat(users(log, user, limit)).as(where).isEqualTo(users(reference, user, limit));
      }
      case 8 -> {
        int reader = random.nextInt(READERS);
        long most = random.nextInt(200);
        harness.settle();
        assertThat(log.count(stream, ours[reader], most))
            .as(where)
            .isEqualTo(reference.count(stream, theirs[reader], most));
      }
      default -> harness.advance(Duration.ofMinutes(random.nextInt(300)));
    }
  }

  private void append(String where, List<LoggedAction> list) {
    int expected = reference.append(stream, KEEP, list);
    int added = log.append(stream, KEEP, list);
    if (harness.knowsRepeats()) {
      assertThat(added).as(where).isEqualTo(expected);
    }
    appended.addAll(list);
  }

  /// Some of the last, and some new ones.
  private List<LoggedAction> again() {
    int from = Math.max(0, appended.size() - random.nextInt(1, 100));
    var list = new ArrayList<>(appended.subList(from, appended.size()));
    list.addAll(drafts.mixed(3, random.nextInt(20)));
    return list;
  }

  /// An engine may give less than it was asked for, so ours is read as far as the reference was.
  private void read(String where, int reader) {
    harness.settle();
    int limit = 1 + random.nextInt(100);
    var expected = reference.read(stream, theirs[reader], limit);
    theirs[reader] = expected.next();
    var seen = new ArrayList<LoggedAction>();
    while (true) {
      int missing = expected.actions().size() - seen.size();
      var page = log.read(stream, ours[reader], Math.max(1, missing));
      if (missing == 0) {
        assertThat(expected.more() || page.actions().isEmpty()).as(where).isTrue();
        break;
      }
      seen.addAll(page.actions());
      assertThat(page.actions().isEmpty() && page.next().equals(ours[reader])).as(where).isFalse();
      ours[reader] = page.next();
    }
    assertThat(seen).as(where).isEqualTo(expected.actions());
  }

  private List<LoggedAction> users(ActionLog log, String user, int limit) {
    var page = log.readUser(stream, user, ActionCursor.END, limit);
    var found = new ArrayList<>(page.actions());
    if (page.more()) {
      found.addAll(log.readUser(stream, user, page.next(), limit).actions());
    }
    return found;
  }
}
