// SPDX-License-Identifier: Apache-2.0
package dev.lovage.worker;

import dev.lovage.LogLine;
import dev.lovage.Progress;
import dev.lovage.spi.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What an attempt has said and is not known to have arrived. The handler puts in, the heartbeat
/// takes out.
final class Outbox {

  private Report said = Report.empty();

  synchronized void progress(Progress progress) {
    said = new Report(progress, said.log(), said.checkpoint(), said.interim());
  }

  synchronized void line(LogLine line) {
    var lines = new ArrayList<LogLine>(said.log().size() + 1);
    lines.addAll(said.log());
    lines.add(line);
    said = new Report(said.progress(), lines, said.checkpoint(), said.interim());
  }

  synchronized void checkpoint(String json) {
    said = new Report(said.progress(), said.log(), json, said.interim());
  }

  synchronized void interim(String json) {
    said = new Report(said.progress(), said.log(), said.checkpoint(), json);
  }

  synchronized boolean isEmpty() {
    return said.isEmpty();
  }

  /// Also what was sent before, as long as nobody said that it arrived: a heartbeat and the
  /// settlement may both carry it, and the store takes each line once.
  synchronized Report report() {
    return said;
  }

  /// This much has arrived; more may have been said meanwhile.
  synchronized void delivered(Report report) {
    var log = said.log();
    said =
        new Report(
            unless(said.progress(), report.progress()),
            List.copyOf(log.subList(report.log().size(), log.size())),
            unless(said.checkpoint(), report.checkpoint()),
            unless(said.interim(), report.interim()));
  }

  private static <T> @Nullable T unless(@Nullable T said, @Nullable T arrived) {
    return Objects.equals(said, arrived) ? null : said;
  }
}
