// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import dev.lovage.spi.DueTickers;
import dev.lovage.spi.Engine;
import dev.lovage.spi.Fired;
import dev.lovage.spi.Mark;
import dev.lovage.spi.NewTask;
import dev.lovage.spi.SignalListener;
import dev.lovage.spi.Tick;
import dev.lovage.spi.Ticker;
import dev.lovage.spi.TickerStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// What schedules and triggers are made with: records in the store that make tasks by themselves.
/// For those who build such things; those who use them take module `lovage-schedule`. Made by
/// [Lovage#tickers].
public final class Tickers implements TickerStore {

  private final Engine engine;
  private final Submitter submitter;
  private final Map<String, TaskType<?, ?>> types;

  Tickers(Engine engine, Submitter submitter, Map<String, TaskType<?, ?>> types) {
    this.engine = engine;
    this.submitter = submitter;
    this.types = types;
  }

  @Override
  public Optional<Ticker> find(Ticker.Kind kind, String name) {
    return engine.tickers().find(kind, name);
  }

  @Override
  public List<Ticker> list(Ticker.Kind kind) {
    return engine.tickers().list(kind);
  }

  @Override
  public boolean put(Ticker ticker) {
    Checks.name("name", ticker.name());
    return engine.tickers().put(ticker);
  }

  @Override
  public boolean remove(Ticker.Kind kind, String name) {
    return engine.tickers().remove(kind, name);
  }

  @Override
  public List<Mark> marks(Ticker.Kind kind, String name, Collection<String> keys) {
    return keys.isEmpty() ? List.of() : engine.tickers().marks(kind, name, keys);
  }

  @Override
  public List<Mark> dueMarks(Ticker.Kind kind, String name, int limit) {
    return engine.tickers().dueMarks(kind, name, limit);
  }

  @Override
  public DueTickers due(Duration ahead, int limit) {
    return engine.tickers().due(ahead, limit);
  }

  /// As [dev.lovage.spi.TaskStore#fire]. A full queue refuses nothing here: who would have to try
  /// again is a clock.
  public List<Fired> fire(List<Tick> ticks) {
    return ticks.isEmpty() ? List.of() : engine.tasks().fire(ticks);
  }

  /// A task of a type of any name, to be fired. Where the type is not declared here, it takes the
  /// default options.
  ///
  /// @param argument JSON text, checked if the type is declared here
  public NewTask draft(String type, String argument, Consumer<SubmitOptions> options) {
    TaskType<?, ?> declared = types.get(type);
    return (declared != null ? declared : Undeclared.type(type, submitter))
        .draftJson(argument, options);
  }

  /// As [#draft], for one that is given an argument later: what depends on it is left out.
  public NewTask draftOf(String type, Consumer<SubmitOptions> options) {
    TaskType<?, ?> declared = types.get(type);
    return (declared != null ? declared : Undeclared.type(type, submitter)).blank(options);
  }

  /// Whether the type is declared here, so that its options are known.
  public boolean knows(String type) {
    return types.containsKey(type);
  }

  /// The states of those of the given tasks that are known.
  public Map<TaskId, TaskState> states(Collection<TaskId> ids) {
    return engine.queries().states(ids);
  }

  /// Calls the listener until the returned handle is closed.
  public AutoCloseable listen(SignalListener listener) {
    return engine.signals().listen(listener);
  }

  /// The process's clock, for instants that are shown to a person. What is due is judged by the
  /// engine's.
  public InstantSource clock() {
    return submitter.clock();
  }
}
