// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.spi.ValueHistory;
import dev.lovage.spi.ValueStore;
import dev.lovage.spi.ValueVersion;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Served values.
record SqlValueStore(Writes writer, Reads readers, Listeners listeners) implements ValueStore {

  @Override
  public Optional<ValueVersion> get(String name) {
    return readers.read(session -> session.query("value", name).first(Publishing::version));
  }

  @Override
  public boolean publish(String name, long version, String json) {
    return writer.durably(tx -> Publishing.publish(tx, name, version, json));
  }

  @Override
  public ValueHistory history(String name) {
    return readers.read(session ->
        new ValueHistory(
            session.query("history", name).list(Publishing::version),
            session.query("pinned", name).isTrue()));
  }

  @Override
  public Optional<ValueVersion> rollback(String name, long version) {
    return writer.durably(tx -> Returning.rollback(tx, name, version));
  }

  @Override
  public Optional<ValueVersion> pin(String name, long version) {
    return writer.durably(tx -> Returning.pin(tx, name, version));
  }

  @Override
  public Optional<ValueVersion> unpin(String name) {
    return writer.durably(tx -> Returning.unpin(tx, name));
  }

  @Override
  public List<ValueVersion> models() {
    return readers.read(session -> session.query("models").list(Publishing::version)).stream()
        .sorted(Comparator.comparing(ValueVersion::name))
        .toList();
  }

  @Override
  public AutoCloseable watch(Consumer<ValueVersion> listener) {
    return listeners.watch(listener);
  }
}
