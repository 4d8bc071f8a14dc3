// SPDX-License-Identifier: Apache-2.0
package dev.lovage.value;

import dev.lovage.ServedFamily;
import dev.lovage.ServedFamily.Answer;
import dev.lovage.ServedValue;
import dev.lovage.spi.JsonCodec;
import dev.lovage.spi.Sourced;
import dev.lovage.spi.ValueVersion;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What stands in for the values of a family that are not there, in the order in which it is asked.
final class Fallbacks<T> {

  private final List<Hop<? extends T>> hops = new CopyOnWriteArrayList<>();
  private volatile @Nullable Last<T> last;

  /// One source. Its JSON is what it publishes itself, not what is made of its decoded form.
  private sealed interface Hop<T> {

    record Value<T>(ServedValue<T> value) implements Hop<T> {}

    record Keyed<T>(ServedFamily<T> family, Function<List<String>, List<String>> keys)
        implements Hop<T> {}
  }

  private record Last<T>(T value, ValueVersion version) {}

  void add(ServedValue<? extends T> value) {
    hops.add(new Hop.Value<>(value));
  }

  void add(ServedFamily<? extends T> family, Function<List<String>, List<String>> keys) {
    hops.add(new Hop.Keyed<>(family, keys));
  }

  void last(T value, Instant now) {
    var json = JsonCodec.encode(ServedFamily.DEFAULT, value);
    last = new Last<>(value, new ValueVersion(ServedFamily.DEFAULT, 0, json, now));
  }

  /// The first answer that there is for these keys.
  Answer<T> answer(List<String> keys) {
    for (var hop : hops) {
      var answer = answer(hop, keys);
      if (!answer.source().equals(ServedFamily.NONE)) {
        return new Answer<>(
            answer.value(), answer.version(), answer.publishedAt(), answer.source());
      }
    }
    var end = last;
    return end == null
        ? none()
        : new Answer<>(end.value, 0, end.version.publishedAt(), ServedFamily.DEFAULT);
  }

  private static <U> Answer<U> answer(Hop<U> hop, List<String> keys) {
    return switch (hop) {
      case Hop.Value<U>(var value) -> {
        var snapshot = value.snapshot();
        yield new Answer<>(
            snapshot.value(), snapshot.version(), snapshot.publishedAt(), value.name());
      }
      case Hop.Keyed<U>(var family, var others) -> {
        var other = others.apply(keys);
        yield other.isEmpty() ? none() : family.get(other.toArray(String[]::new));
      }
    };
  }

  private static <U> Answer<U> none() {
    return new Answer<>(null, 0, Instant.EPOCH, ServedFamily.NONE);
  }

  /// As [#answer], undecoded.
  Optional<Sourced> json(List<String> keys) {
    for (var hop : hops) {
      var found = json(hop, keys);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.ofNullable(last).map(end -> new Sourced(end.version, ServedFamily.DEFAULT));
  }

  private static Optional<Sourced> json(Hop<?> hop, List<String> keys) {
    return switch (hop) {
      case Hop.Value<?>(var value) -> Optional.of(new Sourced(value.json(), value.name()));
      case Hop.Keyed<?>(var family, var others) -> {
        var other = others.apply(keys);
        yield other.isEmpty() ? Optional.empty() : family.json(other.toArray(String[]::new));
      }
    };
  }
}
