// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Served values of one form, each under keys of its own: `recommendations/{user}`. Declared once,
/// with what is answered in place of a value that is not there; read from any thread. The values
/// read last are kept in memory and are as fresh there as a [ServedValue]; a read of another one
/// asks the store once.
///
/// ```java
/// var popular = app.served("popular", List.of());
/// var feeds = app.servedFamily("feed/{user}", Feed.class).or(popular);
/// var train = app.task("train", Train.class, Feed.class, this::train, t -> t.publishes(feeds));
/// ```
///
/// A task that publishes to a family names the value by its argument: `{user}` is the field `user`
/// of the argument, or the argument itself if that is a text or a number.
public interface ServedFamily<T> {

  /// The source of an answer that is the default.
  String DEFAULT = "default";

  /// The source of an answer when there is neither a value nor anything in its place.
  String NONE = "none";

  String template();

  /// The name of the value of these keys, in the order of the template.
  ///
  /// @throws LovageException `INVALID` if a key has characters that names don't have
  String name(String... keys);

  /// The newest value of these keys, or what stands in for it.
  Answer<T> get(String... keys);

  /// Answers with this value where neither one of the family nor of the families before is there. A
  /// served value is always there, so what is given after it is never asked for.
  ServedFamily<T> or(ServedValue<? extends T> fallback);

  /// Answers with the value of another family where one of this is not there.
  ///
  /// @param keys makes the keys of that family from those of this one; an empty list passes it over
  ServedFamily<T> or(ServedFamily<? extends T> fallback, Function<List<String>, List<String>> keys);

  /// Answers with this where nothing else is there.
  ServedFamily<T> orDefault(T value);

  /// How many values are kept in memory, those read last. Default: 10,000.
  ServedFamily<T> cached(int entries);

  /// A read that finds a value older than this, or none, returns at once what there is, and starts
  /// one recomputation, however many readers in however many processes find it so.
  ///
  /// @param argument of the task, made of the keys
  <A> ServedFamily<T> refreshAfter(
      Duration age, TaskType<A, ?> recompute, Function<List<String>, A> argument);

  /// What a reader got.
  ///
  /// @param value null if the source is [#NONE], or if the value itself is null
  /// @param source the name of the value that this is, [#DEFAULT] or [#NONE]
  record Answer<T>(@Nullable T value, long version, Instant publishedAt, String source) {}
}
