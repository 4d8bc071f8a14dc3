// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import dev.lovage.spi.ActionJson;
import dev.lovage.spi.ActionPage;
import dev.lovage.spi.JsonCodec;
import dev.lovage.spi.LoggedAction;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A stream of actions with bodies of one type. Appends are durable when they return and may be
/// repeated: an action is known by its id. Safe for use from any thread.
///
/// ```java
/// var page = views.read(cursor, 1_000);
/// page.list().forEach(view -> …);
/// cursor = page.next();
/// ```
public final class ActionStream<T> {

  private final String name;
  private final Class<T> type;
  private final Duration keep;
  private final LazyLog log;
  private final ActionIds ids;
  private final InstantSource clock;
  private final ActionJson reader;

  ActionStream(
      String name, Class<T> type, Duration keep, LazyLog log, ActionIds ids, InstantSource clock) {
    this.name = name;
    this.type = type;
    this.keep = keep;
    this.log = log;
    this.ids = ids;
    this.clock = clock;
    this.reader = new ActionJson(type, ids::next, clock::instant);
  }

  public String name() {
    return name;
  }

  /// What the actions' bodies are read as.
  public Class<T> bodyType() {
    return type;
  }

  /// An action with a new id that happens now; it is not in the stream yet.
  public Action<T> action(String user, String kind, T body) {
    return new Action<>(newId(), user, kind, clock.instant().truncatedTo(ChronoUnit.MICROS), body);
  }

  /// A new id for an action.
  public UUID newId() {
    return ids.next();
  }

  /// Appends an action that happens now.
  ///
  /// @return the action, with its id
  /// @throws LovageException as [#appendAll]
  public Action<T> append(String user, String kind, T body) {
    var action = action(user, kind, body);
    append(action);
    return action;
  }

  /// Appends an action.
  ///
  /// @return whether it was new, and not one that was there
  /// @throws LovageException as [#appendAll]
  public boolean append(Action<T> action) {
    return appendAll(List.of(action)) > 0;
  }

  /// Appends actions. If it throws, a part of them may be there, and the same may be appended
  /// again.
  ///
  /// @return how many were new
  /// @throws LovageException `INVALID` or `TOO_LARGE` if one of them is not valid; nothing was
  ///   appended then. `FULL` if too much waits to be written, `UNAVAILABLE` if the log can't be
  ///   written just now
  public int appendAll(List<Action<T>> actions) {
    return appendJson(actions.stream().map(this::logged).toList());
  }

  private LoggedAction logged(Action<T> action) {
    return new LoggedAction(
        action.id(),
        action.user(),
        action.kind(),
        action.time(),
        JsonCodec.encode("body", action.body()));
  }

  /// Reads actions of this stream from JSON, checked in every respect.
  public LoggedAction fromJson(byte[] json, int from, int length) {
    return ActionChecks.check(reader.read(json, from, length));
  }

  /// As [#appendAll], of actions whose bodies are JSON text.
  public int appendJson(List<LoggedAction> actions) {
    var checked = actions.stream().map(ActionChecks::check).toList();
    int added = 0;
    for (int from = 0; from < checked.size(); from += LoggedAction.MAX_LIST) {
      int to = Math.min(checked.size(), from + LoggedAction.MAX_LIST);
      added += log.get().append(name, keep, checked.subList(from, to));
    }
    return added;
  }

  /// Reads on from a cursor, oldest first. Each reader that keeps the cursor sees every action
  /// once.
  ///
  /// @param limit 1 to 10,000
  public Actions<T> read(ActionCursor after, int limit) {
    return typed(readJson(after, limit));
  }

  /// As [#read], with bodies as JSON text.
  public ActionPage readJson(ActionCursor after, int limit) {
    return log.get().read(name, after, ActionChecks.limit(limit));
  }

  /// The newest actions of a user, newest first.
  ///
  /// @param limit 1 to 10,000
  public Actions<T> ofUser(String user, int limit) {
    return ofUser(user, ActionCursor.END, limit);
  }

  /// The actions of a user before a cursor, newest first.
  ///
  /// @param before what the page before gave as next
  /// @param limit 1 to 10,000
  public Actions<T> ofUser(String user, ActionCursor before, int limit) {
    return typed(ofUserJson(user, before, limit));
  }

  /// As [#ofUser], with bodies as JSON text.
  public ActionPage ofUserJson(String user, ActionCursor before, int limit) {
    return log.get().readUser(name, ActionChecks.user(user), before, ActionChecks.limit(limit));
  }

  private Actions<T> typed(ActionPage page) {
    return new Actions<>(
        page.actions().stream().map(this::typed).toList(), page.next(), page.more());
  }

  private Action<T> typed(LoggedAction action) {
    return new Action<>(
        action.id(), action.user(), action.kind(), action.time(), decode(action.body()));
  }

  /// A body that is `null` can't be appended.
  private T decode(String body) {
    @Nullable T decoded = JsonCodec.decode("body", body, type);
    if (decoded == null) {
      throw Checks.invalid("body", "is null");
    }
    return decoded;
  }

  /// How many actions there are behind a cursor.
  public long count(ActionCursor after) {
    return count(after, Long.MAX_VALUE);
  }

  /// How many actions there are behind a cursor, counted no further than `most`.
  public long count(ActionCursor after, long most) {
    return log.get().count(name, after, most);
  }

  /// A cursor behind the newest action that can be read: for a reader who wants what comes next.
  public ActionCursor newest() {
    return log.get().newest(name);
  }
}
