// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What became of it all.
///
/// @param refused how often the Java client was told that Redis is away, and sent again
/// @param kills how many workers were killed
/// @param backMillis after how long each worker began a task again once Redis was back; null for
///   one that did not; empty if Redis was there all the time
record SharedResult(
    int sent,
    long refused,
    int kills,
    Map<String, @Nullable Long> backMillis,
    SharedAudit.Findings found) {

  // A task takes a tenth of a second: one that began longer ago had ended when its worker died.
  private static final int IN_FLIGHT_MILLIS = 5_000;

  private static final String JAVA = "java";

  boolean isExact() {
    var lost = found.lost();
    // A Redis that was there all the time has nothing to forget, and is no excuse.
    int forgotten = backMillis.isEmpty() ? 0 : lost.byRedis();
    int excused = backMillis.isEmpty() ? 0 : found.wrongByCelery();
    return sent > 0
        && lost.all() == lost.byCelery() + forgotten
        && found.wrong() == excused
        // Without Redis for longer than a lease, what ran meanwhile runs again.
        && (backMillis.isEmpty()
            ? found.unexplained() == 0 && found.oldestMillis() <= IN_FLIGHT_MILLIS
            : backMillis.entrySet().stream()
                .allMatch(back -> !back.getKey().startsWith(JAVA) || back.getValue() != null));
  }

  void print(PrintStream out) {
    var lost = found.lost();
    out.printf(
        Locale.ROOT,
        "  sent %,d, without a result %d, wrong %d; %d workers killed, %d sends refused and"
            + " repeated%n",
        sent,
        lost.all(),
        found.wrong(),
        kills,
        refused);
    out.printf(
        "  %d attempts repeated, %d of them while nobody was killed; the oldest had begun %d ms"
            + " before its worker died%n",
        found.repeated(), found.unexplained(), found.oldestMillis());
    backMillis.forEach((worker, millis) ->
        out.printf(
            "  %s began a task %s after Redis was back%n",
            worker, millis == null ? "never" : millis + " ms"));
    if (lost.byCelery() > 0) {
      out.printf(
          "  of those without a result, Celery lost %d: it was taking a message when its worker"
              + " or Redis was killed, and had not recorded that%n",
          lost.byCelery());
    }
    if (found.wrongByCelery() > 0) {
      out.printf(
          "  of the wrong results, Celery wrote %d: a task fails there if Redis is away when it has"
              + " its result%n",
          found.wrongByCelery());
    }
    if (lost.byRedis() > 0) {
      out.printf(
          "  of those without a result, Redis forgot %d: it had not written them when it was killed;"
              + " 'redis:?appendfsync=always' writes before it answers%n",
          lost.byRedis());
    }
    found.examples().forEach(line -> out.println("  " + line));
  }

  Map<String, Object> json() {
    var lost = found.lost();
    var json = new LinkedHashMap<String, Object>();
    json.put("sent", sent);
    json.put("lost", lost.all());
    json.put("lost_by_celery", lost.byCelery());
    json.put("lost_by_redis", lost.byRedis());
    json.put("wrong", found.wrong());
    json.put("wrong_by_celery", found.wrongByCelery());
    json.put("repeated", found.repeated());
    json.put("repeated_unexplained", found.unexplained());
    json.put("repeated_oldest_ms", found.oldestMillis());
    json.put("refused", refused);
    json.put("kills", kills);
    json.put("back_ms", backMillis);
    json.put("surprises", found.examples());
    return json;
  }
}
