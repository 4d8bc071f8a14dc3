// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.spi.ValueStore;
import dev.lovage.spi.ValueVersion;
import java.util.Optional;
import java.util.function.Consumer;

/// Served values in SQLite.
record SqliteValueStore(Writer writer, Readers readers, Listeners listeners) implements ValueStore {

  @Override
  public Optional<ValueVersion> get(String name) {
    return readers.read(session -> session.query("value", name).first(Publishing::version));
  }

  @Override
  public boolean publish(String name, long version, String json) {
    return writer.durably(tx -> Publishing.publish(tx, name, version, json));
  }

  @Override
  public AutoCloseable watch(Consumer<ValueVersion> listener) {
    return listeners.watch(listener);
  }
}
