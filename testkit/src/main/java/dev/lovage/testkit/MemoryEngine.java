// SPDX-License-Identifier: Apache-2.0
package dev.lovage.testkit;

import dev.lovage.spi.ActionLog;
import dev.lovage.spi.BlobStore;
import dev.lovage.spi.Engine;
import dev.lovage.spi.Signals;
import dev.lovage.spi.TaskQueries;
import dev.lovage.spi.TaskStore;
import dev.lovage.spi.TickerStore;
import dev.lovage.spi.ValueStore;
import java.time.InstantSource;

/// A store that lives in this process and is gone with it, for tests:
///
/// ```java
/// var time = new ManualTime();
/// try (var lovage = Lovage.over(MemoryEngine.create(time))) { … }
/// ```
///
/// It keeps every promise of the interfaces but durability, and it is the reference that other
/// engines are compared with: plain collections under one lock, in favour of being obviously right.
/// A lease looks at every task there is, so it suits thousands of tasks, not millions. Safe for use
/// from any thread.
public final class MemoryEngine implements Engine {

  private final MemoryStore store;
  private final MemorySignals signals;
  private final TaskStore tasks;
  private final TaskQueries queries;
  private final ValueStore values;
  private final BlobStore blobs;
  private final TickerStore tickers;

  private MemoryEngine(MemoryStore store, MemorySignals signals) {
    this.store = store;
    this.signals = signals;
    this.tasks = new MemoryTasks(store, signals);
    this.queries = new MemoryQueries(store);
    this.values = new MemoryValues(store, signals);
    this.blobs = new MemoryBlobs(store, signals);
    this.tickers = new MemoryTickers(store, signals);
  }

  /// An empty store on the system's clock.
  public static MemoryEngine create() {
    return create(InstantSource.system());
  }

  /// An empty store on this clock. When it is a [ManualTime] and moves, the store's listeners are
  /// woken, so a worker sees at once what has come due.
  public static MemoryEngine create(InstantSource clock) {
    return open(new MemoryStore(clock));
  }

  /// Another handle on the same store, with signals of its own, as another process would open one.
  public MemoryEngine another() {
    return open(store);
  }

  private static MemoryEngine open(MemoryStore store) {
    var signals = new MemorySignals();
    store.handles.add(signals);
    if (store.clock instanceof ManualTime time) {
      time.whenAdvanced(signals::changed);
    }
    return new MemoryEngine(store, signals);
  }

  @Override
  public String description() {
    return "in memory: gone with this process";
  }

  @Override
  public TaskStore tasks() {
    return tasks;
  }

  @Override
  public TaskQueries queries() {
    return queries;
  }

  @Override
  public ValueStore values() {
    return values;
  }

  @Override
  public BlobStore blobs() {
    return blobs;
  }

  @Override
  public TickerStore tickers() {
    return tickers;
  }

  @Override
  public Signals signals() {
    return signals;
  }

  @Override
  public ActionLog openActions() {
    return new MemoryActions(store.actions);
  }

  @Override
  public void check() {
    // Nothing can be wrong with a map.
  }

  /// Ends this handle's signals. What the store holds can still be read through any handle.
  @Override
  public void close() {
    store.handles.remove(signals);
    signals.close();
  }
}
