// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// A large served value that is kept in memory: tasks make versions of it, each with its metrics
/// and parameters, and readers have the newest that could be loaded. Versions are those of any
/// [ServedValue]: the order in which the tasks were submitted. Safe for use from any thread.
///
/// ```java
/// var ranking = app.model("ranking", Ranking::read, Ranking.none());
/// var train = app.task("train", Train.class, Manifest.class,
///     order -> {
///       var trained = Ranking.train(order);
///       return ranking.save(trained::write, Map.of("ndcg", trained.ndcg()), Map.of("rank", 32));
///     },
///     task -> task.publishes(ranking.manifest()));
/// app.web().get("/feed/{user}", request -> ranking.current().feed(request.path("user")));
/// ```
public interface Model<T> {

  String name();

  /// The newest model that is in memory; never waits.
  T current();

  /// The newest model in memory with its version.
  Snapshot<T> snapshot();

  /// The newest version that was published, whether it is in memory already or not; what tasks
  /// publish to.
  ServedValue<Manifest> manifest();

  /// Stores the content of a new version, in a handler. It becomes the newest version when the
  /// manifest is published: as the handler's result, or while it runs by [TaskContext#publish]. If
  /// it never is, the content is removed after the task has ended.
  ///
  /// @param metrics finite numbers
  /// @param parameters values with a JSON form
  /// @throws LovageException `INVALID` outside of a handler, `TOO_LARGE` for more than 512 MiB,
  ///   `UNAVAILABLE` if there is no room
  /// @throws IOException what the writer throws
  Manifest save(ModelWriter writer, Map<String, Double> metrics, Map<String, ?> parameters)
      throws IOException;

  /// Why this process still serves an older version than the newest; empty if it doesn't, or is
  /// just loading.
  Optional<String> trouble();

  /// One version of the model.
  ///
  /// @param version 0 for the initial model
  /// @param publishedAt of the initial model: when this process began to serve it
  record Snapshot<T>(T model, long version, Instant publishedAt, Manifest manifest) {}
}
