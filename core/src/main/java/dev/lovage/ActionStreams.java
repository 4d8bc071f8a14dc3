// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import dev.lovage.spi.ActionLog;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// The streams of actions of an app. The log behind them is opened when the first of them is used;
/// an app without streams opens nothing.
///
/// ```java
/// var views = lovage.actions().stream("views", View.class);
/// views.append("ada", "view", new View("moby-dick", 12.5));
/// ```
public final class ActionStreams {

  private final LazyLog log;
  private final InstantSource clock;
  private final ActionIds ids;
  private final Map<String, ActionStream<?>> streams = new ConcurrentSkipListMap<>();

  ActionStreams(Supplier<ActionLog> opener, InstantSource clock, RandomGenerator random) {
    this.log = new LazyLog(opener);
    this.clock = clock;
    this.ids = new ActionIds(clock, random);
  }

  /// Says where the actions are kept, in place of beside the tasks: `sqlite:actions.db`,
  /// `postgresql://user@host/database`, `cassandra://host/keyspace`. To be called before a stream
  /// is used.
  ///
  /// @throws LovageException `INVALID` if a stream has been used
  public void at(String url) {
    log.at(() -> ActionLog.open(url));
  }

  /// Declares a stream with the default options.
  ///
  /// @throws LovageException `INVALID` if the name is not valid or is declared already
  public <T> ActionStream<T> stream(String name, Class<T> body) {
    return stream(name, body, options -> {});
  }

  /// Declares a stream.
  ///
  /// @param body what the actions' bodies are read as
  /// @throws LovageException `INVALID` if the name is not valid or is declared already
  public <T> ActionStream<T> stream(String name, Class<T> body, Consumer<ActionOptions> options) {
    var chosen = new ActionOptions();
    options.accept(chosen);
    var stream =
        new ActionStream<>(Checks.name("stream", name), body, chosen.keep(), log, ids, clock);
    if (streams.putIfAbsent(name, stream) != null) {
      throw Checks.invalid("stream", name + " is declared already");
    }
    log.keep(name, chosen.keep());
    return stream;
  }

  /// Opens the log now, if any stream is declared, in place of at its first use.
  ///
  /// @throws LovageException `INVALID`, `UNAVAILABLE` or `BROKEN` if that is not possible
  public void open() {
    if (!streams.isEmpty()) {
      var _ = log.get();
    }
  }

  /// The declared streams, by name.
  public Collection<ActionStream<?>> all() {
    return streams.values();
  }

  /// The declared stream of this name.
  public Optional<ActionStream<?>> find(String name) {
    return Optional.ofNullable(streams.get(name));
  }

  /// Where the log is and what its writes survive, for a person; empty if it is not open.
  public Optional<String> description() {
    return log.orEmpty().map(ActionLog::description);
  }

  void close() {
    log.close();
  }
}
