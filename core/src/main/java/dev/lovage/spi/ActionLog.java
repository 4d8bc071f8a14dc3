// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import dev.lovage.ActionCursor;
import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;

/// The append-only log of what users did, by streams. It may live elsewhere than the tasks.
///
/// What was appended is kept when [#append] has returned. When it throws, any part of the list may
/// have been kept, and the same list may be appended again: an action is known by its id and kept
/// once. How long a log knows an id is for the engine to say; it is never less than a day.
///
/// A reader that goes from cursor to cursor sees every action once. One user's actions come in the
/// order in which they were appended, as far as one append had returned before the other was
/// called. A read passes no place where an append that is under way may still put something, so it
/// may be behind; how far is for the engine to say.
public interface ActionLog extends AutoCloseable {

  /// Opens the log at a URL with an engine found on the module or class path. Nothing may be read
  /// or written before the first call.
  ///
  /// @throws LovageException `INVALID` if no engine takes the URL or an option in it is unknown;
  ///   `UNAVAILABLE` or `BROKEN` if the log can't be opened
  static ActionLog open(String url) {
    return ServiceLoader.load(ActionLogProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.accepts(url))
        .findFirst()
        .orElseThrow(() ->
            new LovageException(
                ErrorCode.INVALID,
                "actions: no engine here takes a URL that begins with '"
                    + url.substring(0, Math.max(0, url.indexOf(':') + 1))
                    + "'; expected one such as sqlite:actions.db, postgresql://user@host/database"
                    + " or cassandra://host/keyspace"))
        .open(url);
  }

  /// Where the log is and what its writes survive, in words for a person and without secrets.
  String description();

  /// Keeps actions.
  ///
  /// @param keep how long at least, from now
  /// @param actions at most [LoggedAction#MAX_LIST]; an id may be in it twice
  /// @return how many of them were not there before; an engine that writes the same place again and
  ///   does not look counts a quick repeat too
  /// @throws LovageException `FULL` if too much waits to be written, `UNAVAILABLE` if it can't be
  ///   written just now; both say when to call again, and nothing is lost by that
  int append(String stream, Duration keep, List<LoggedAction> actions);

  /// Reads on from a cursor, oldest first.
  ///
  /// @throws LovageException `INVALID` for a cursor that is none of this log's
  ActionPage read(String stream, ActionCursor after, int limit);

  /// Reads what a user did, newest first. What was appended is seen at once.
  ///
  /// @param before [ActionCursor#END], or what the page before gave as next
  ActionPage readUser(String stream, String user, ActionCursor before, int limit);

  /// How many actions a read from here would find, counted no further than `most`.
  long count(String stream, ActionCursor after, long most);

  /// A cursor behind what can be read now.
  ActionCursor newest(String stream);

  /// Forgets what is older than this. Engines that forget by themselves do nothing here.
  ///
  /// @param limit of what is forgotten in one call, more or less
  /// @return how many were forgotten; 0 if nothing was left or nobody counts
  int prune(String stream, Duration keep, int limit);

  /// Returns if the log can be read.
  ///
  /// @throws LovageException with `UNAVAILABLE` or `BROKEN` if it can't
  void check();

  /// Appends that were called are finished first. Closing twice does nothing.
  @Override
  void close();
}
