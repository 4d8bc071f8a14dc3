// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import dev.lovage.spi.Engine;
import dev.lovage.spi.Enqueued;
import dev.lovage.spi.NewTask;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/// What task types share to submit: ids, the store and the handles.
record Submitter(Engine engine, Awaiter awaiter, InstantSource clock, RandomGenerator random) {

  TaskId nextId() {
    return TaskId.next(clock, random);
  }

  List<Enqueued> enqueue(List<NewTask> tasks) {
    return tasks.isEmpty() ? List.of() : engine.tasks().enqueue(tasks);
  }

  <R> TaskHandle<R> handle(TaskId id, Class<R> resultType) {
    return new StoreHandle<>(id, resultType, engine, awaiter);
  }
}
