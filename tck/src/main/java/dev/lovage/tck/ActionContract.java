// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.ActionCursor;
import dev.lovage.spi.ActionLog;
import dev.lovage.spi.LoggedAction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// What the contracts of action logs share.
public abstract class ActionContract {

  static final Duration KEEP = Duration.ofDays(30);

  ActionHarness harness;
  String stream = "";
  ActionLog log;
  ActionDrafts drafts;

  /// Opens a fresh, empty log.
  protected abstract ActionHarness open();

  @BeforeEach
  void openLog() {
    harness = open();
    log = harness.log();
    stream = harness.stream();
    drafts = new ActionDrafts(harness.clock());
  }

  @AfterEach
  void closeLog() {
    harness.close();
  }

  int append(List<LoggedAction> actions) {
    return log.append(stream, KEEP, actions);
  }

  /// All that a reader who begins here finds until there is nothing more.
  List<LoggedAction> readFrom(ActionLog from, ActionCursor cursor, int limit) {
    var found = new ArrayList<LoggedAction>();
    while (true) {
      var page = from.read(stream, cursor, limit);
      found.addAll(page.actions());
      if (page.next().equals(cursor) || (!page.more() && page.actions().isEmpty())) {
        return found;
      }
      cursor = page.next();
    }
  }

  List<LoggedAction> readAll() {
    harness.settle();
    return readFrom(log, ActionCursor.START, 1_000);
  }

  /// What an append says in which some were there already.
  void assertRepeat(int added, int expected) {
    if (harness.knowsRepeats()) {
      assertThat(added).isEqualTo(expected);
    }
  }

  /// All of a user, newest first.
  List<LoggedAction> readUser(String user, int limit) {
    var found = new ArrayList<LoggedAction>();
    var page = log.readUser(stream, user, ActionCursor.END, limit);
    found.addAll(page.actions());
    while (page.more()) {
      page = log.readUser(stream, user, page.next(), limit);
      found.addAll(page.actions());
    }
    return found;
  }
}
