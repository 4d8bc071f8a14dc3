// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;

/// The interceptors of one platform; the first is the outermost.
final class Interceptors {

  private final CopyOnWriteArrayList<Interceptor> all = new CopyOnWriteArrayList<>();

  void add(Interceptor interceptor) {
    all.add(interceptor);
  }

  void submitting(TaskType<?, ?> type, SubmitOptions options) {
    for (var interceptor : all) {
      interceptor.submitting(type, options);
    }
  }

  <A, R> TaskHandler<A, R> around(TaskHandler<A, R> handler) {
    return (argument, context) ->
        all.isEmpty()
            ? handler.run(argument, context)
            : around(List.copyOf(all), context, () -> handler.run(argument, context));
  }

  private static <R> R around(List<Interceptor> those, TaskContext context, Callable<R> handler)
      throws Exception {
    return those.isEmpty()
        ? handler.call()
        : those
            .getFirst()
            .attempting(context, () -> around(those.subList(1, those.size()), context, handler));
  }
}
