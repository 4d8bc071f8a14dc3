// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import dev.lovage.spi.ActionLog;
import dev.lovage.testkit.ManualTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;

/// An action log in a temporary folder, on manual time.
final class FolderActions implements ActionHarness {

  private final BiFunction<Path, InstantSource, ActionLog> opener;
  private final ManualTime time;
  private final Path folder;
  private final ActionLog log;
  private final List<ActionLog> others = new ArrayList<>();

  FolderActions(BiFunction<Path, InstantSource, ActionLog> opener, ManualTime time, Path folder) {
    this.opener = opener;
    this.time = time;
    this.folder = folder;
    this.log = opener.apply(folder, time);
  }

  @Override
  public ActionLog log() {
    return log;
  }

  @Override
  public InstantSource clock() {
    return time;
  }

  @Override
  public void advance(Duration duration) {
    time.advance(duration);
  }

  @Override
  public void settle() {
    // Everything is seen at once.
  }

  @Override
  public ActionLog another() {
    var other = opener.apply(folder, time);
    others.add(other);
    return other;
  }

  @Override
  public void close() {
    others.forEach(ActionLog::close);
    log.close();
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
