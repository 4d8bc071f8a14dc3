// SPDX-License-Identifier: Apache-2.0
package dev.lovage.schedule;

import dev.lovage.Tickers;
import dev.lovage.spi.JsonCodec;
import dev.lovage.spi.Mark;
import dev.lovage.spi.Tick;
import dev.lovage.spi.Tick.Firing;
import dev.lovage.spi.Ticker.Kind;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at folders for triggers. A file counts when it looks the same twice in a row, so that one
/// that is still being written does not; which files have counted is kept in the store.
final class FileWatch {

  private static final Logger log = LoggerFactory.getLogger(FileWatch.class);
  private static final int MOST = 10_000;
  private static final String LOOKED = "looked";

  private final Tickers tickers;

  /// What the last look saw, by trigger.
  private final Map<String, Map<String, Seen>> before = new HashMap<>();

  private final Set<String> missing = new HashSet<>();

  /// @param settled whether the store has it so
  private record Seen(long size, Instant modified, boolean settled) {
    String signature() {
      return size + " " + modified;
    }

    Seen asSettled() {
      return new Seen(size, modified, true);
    }

    boolean looksLike(Seen other) {
      return size == other.size && modified.equals(other.modified);
    }
  }

  /// What a task is told that has no argument of its own.
  record Happened(String file, long size, Instant modified) {}

  FileWatch(Tickers tickers) {
    this.tickers = tickers;
  }

  Optional<Tick> tick(ReadTrigger trigger) {
    var folder = Path.of(trigger.on().of());
    if (!Files.isDirectory(folder)) {
      if (missing.add(trigger.on().of())) {
        log.info("trigger {}: there is no folder {} here", trigger.name(), folder);
      }
      return Optional.empty();
    }
    var found = look(folder, trigger);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    var seen = found.get();
    if (trigger.cursor().place() == null) {
      // What is there at first is no news.
      var marks = new ArrayList<Mark>();
      seen.forEach((file, now) -> marks.add(new Mark(file, now.signature(), null)));
      return Optional.of(
          trigger.tick(trigger.cursor().at(LOOKED, 0, null), List.of(), List.of(), marks));
    }
    var key = trigger.name() + " " + trigger.cursor().begin();
    var last = before.getOrDefault(key, Map.of());
    settle(trigger, seen, last);
    before.put(key, seen);
    return news(trigger, folder, seen, last);
  }

  /// Asks the store for those of which the last look did not know that they have counted.
  private void settle(ReadTrigger trigger, Map<String, Seen> seen, Map<String, Seen> last) {
    var unknown = new ArrayList<String>();
    seen.replaceAll((file, now) -> {
      var old = last.get(file);
      if (old != null && old.settled && old.looksLike(now)) {
        return now.asSettled();
      }
      unknown.add(file);
      return now;
    });
    for (var mark : tickers.marks(Kind.TRIGGER, trigger.name(), unknown)) {
      var now = Objects.requireNonNull(seen.get(mark.key()));
      if (now.signature().equals(mark.value())) {
        seen.put(mark.key(), now.asSettled());
      }
    }
  }

  private Optional<Tick> news(
      ReadTrigger trigger, Path folder, Map<String, Seen> seen, Map<String, Seen> last) {
    var firings = new ArrayList<Firing>();
    var marks = new ArrayList<Mark>();
    seen.forEach((file, now) -> {
      var old = last.get(file);
      if (!now.settled && old != null && old.looksLike(now)) {
        var happened = new Happened(folder.resolve(file).toString(), now.size, now.modified);
        firings.add(
            trigger.firing(
                tickers,
                "file " + file + ", " + now.size + " bytes of " + now.modified,
                JsonCodec.encode("happened", happened)));
        marks.add(new Mark(file, now.signature(), null));
      }
    });
    return firings.isEmpty()
        ? Optional.empty()
        : Optional.of(trigger.tick(trigger.cursor(), firings, List.of(), marks));
  }

  private Optional<Map<String, Seen>> look(Path folder, ReadTrigger trigger) {
    var pattern = Objects.requireNonNullElse(trigger.on().pattern(), "*");
    var seen = new TreeMap<String, Seen>();
    try (var files = Files.newDirectoryStream(folder, pattern)) {
      for (var file : files) {
        var attributes = attributes(file);
        var name = file.getFileName().toString();
        if (attributes.isPresent() && attributes.get().isRegularFile() && !name.startsWith(".")) {
          var modified = attributes.get().lastModifiedTime().toInstant();
          seen.put(name, new Seen(attributes.get().size(), modified, false));
        }
        if (seen.size() >= MOST) {
          log.warn(
              "trigger {}: {} has over {} files; the rest is not seen",
              trigger.name(),
              folder,
              MOST);
          break;
        }
      }
      return Optional.of(seen);
    } catch (IOException | DirectoryIteratorException e) {
      if (missing.add(trigger.on().of())) {
        log.warn("trigger {}: {} can't be read: {}", trigger.name(), folder, e.toString());
      }
      return Optional.empty();
    }
  }

  /// Empty if it is gone meanwhile.
  private static Optional<BasicFileAttributes> attributes(Path file) {
    try {
      return Optional.of(Files.readAttributes(file, BasicFileAttributes.class));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
