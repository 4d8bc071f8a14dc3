// SPDX-License-Identifier: Apache-2.0
package dev.lovage.testkit;

import dev.lovage.spi.CompleteGroup;
import dev.lovage.spi.GroupPart;
import dev.lovage.spi.GroupSize;
import dev.lovage.spi.ResultBackend;
import dev.lovage.spi.StoredResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Results of a broker in memory: maps under one lock, on which who waits is woken.
final class MemoryResults implements ResultBackend {

  private static final int LAST = Integer.MAX_VALUE;

  private final InstantSource clock;
  private final Map<String, Kept> results = new HashMap<>();
  private final Map<String, Group> groups = new HashMap<>();

  private record Kept(String document, boolean success, @Nullable Instant until) {}

  /// Its parts by task, and how many there shall be once that is known.
  private static final class Group {
    final Map<String, GroupPart> parts = new LinkedHashMap<>();
    int expected = -1;
    @Nullable String form;
    Instant until = Instant.MAX;
  }

  MemoryResults(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public synchronized void put(List<StoredResult> stored) {
    for (var result : stored) {
      var old = kept(result.id());
      if (old == null || !old.success) {
        var ttl = result.ttl();
        results.put(
            result.id(),
            new Kept(
                result.document(),
                result.success(),
                ttl == null ? null : clock.instant().plus(ttl)));
      }
    }
    notifyAll();
  }

  private @Nullable Kept kept(String id) {
    var kept = results.get(id);
    return kept == null || (kept.until != null && !kept.until.isAfter(clock.instant()))
        ? null
        : kept;
  }

  @Override
  public synchronized Map<String, String> get(Collection<String> ids) {
    var found = new HashMap<String, String>();
    for (var id : ids) {
      var kept = kept(id);
      if (kept != null) {
        found.put(id, kept.document);
      }
    }
    return found;
  }

  @Override
  public synchronized void forget(Collection<String> ids) {
    ids.forEach(results::remove);
  }

  @Override
  public synchronized Optional<String> await(String id, Predicate<String> wanted, Duration timeout)
      throws InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    while (true) {
      var kept = kept(id);
      if (kept != null && wanted.test(kept.document)) {
        return Optional.of(kept.document);
      }
      long left = end - System.nanoTime();
      if (left <= 0) {
        return Optional.empty();
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  @Override
  public synchronized void expect(List<GroupSize> sizes) {
    for (var size : sizes) {
      var group = group(size.group());
      group.expected = size.parts();
      group.form = size.form();
      group.until = clock.instant().plus(size.ttl());
    }
  }

  @Override
  public synchronized List<Optional<CompleteGroup>> count(List<GroupPart> parts) {
    var complete = new ArrayList<Optional<CompleteGroup>>();
    for (var part : parts) {
      var group = group(part.group());
      group.parts.putIfAbsent(part.id(), part);
      group.until = clock.instant().plus(part.ttl());
      complete.add(
          group.parts.size() == group.expected
              ? Optional.of(new CompleteGroup(documents(group), group.form))
              : Optional.empty());
    }
    return complete;
  }

  private Group group(String name) {
    var group = groups.get(name);
    if (group == null || !group.until.isAfter(clock.instant())) {
      group = new Group();
      groups.put(name, group);
    }
    return group;
  }

  private static List<String> documents(Group group) {
    return group.parts.values().stream()
        .sorted(Comparator.comparingInt(part -> Optional.ofNullable(part.index()).orElse(LAST)))
        .map(GroupPart::document)
        .toList();
  }

  @Override
  public synchronized void forgetGroups(Collection<String> names) {
    names.forEach(groups::remove);
  }
}
