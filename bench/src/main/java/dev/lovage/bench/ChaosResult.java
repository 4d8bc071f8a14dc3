// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What became of it all.
///
/// @param wrong tasks that ended in a state or with a result that can't be right
/// @param surprises whatever else should not have been, for a person
record ChaosResult(
    long accepted,
    long lost,
    long settledTwice,
    long wrong,
    ChaosReader.Seen reads,
    int kills,
    List<String> surprises) {

  boolean isExact() {
    return lost == 0
        && settledTwice == 0
        && wrong == 0
        && reads.older() == 0
        && surprises.isEmpty()
        && accepted > 0
        && reads.reads() > 0;
  }

  void print(PrintStream out) {
    out.printf(
        Locale.ROOT,
        "  accepted %,d, lost %d, settled twice %d, wrong %d%n",
        accepted,
        lost,
        settledTwice,
        wrong);
    out.printf(
        Locale.ROOT,
        "  served value read %,d times, older than before %d times; %d processes killed%n",
        reads.reads(),
        reads.older(),
        kills);
    surprises.forEach(line -> out.println("  " + line));
  }

  Map<String, Object> json() {
    var json = new LinkedHashMap<String, Object>();
    json.put("accepted", accepted);
    json.put("lost", lost);
    json.put("settled_twice", settledTwice);
    json.put("wrong", wrong);
    json.put("reads", reads.reads());
    json.put("older_reads", reads.older());
    json.put("kills", kills);
    json.put("surprises", surprises);
    return json;
  }
}
