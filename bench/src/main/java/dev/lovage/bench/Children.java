// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The processes that a bench has started. They are stopped with all that they started themselves,
/// at once: a Celery worker asked politely would first finish its fib(45).
final class Children {

  private static final int END_SECONDS = 2;

  private final Set<Child> running = ConcurrentHashMap.newKeySet();

  /// Starts a process with its output in a file of the folder that it runs in.
  Child start(String name, List<String> command, Map<String, String> environment, Path folder)
      throws IOException {
    var log = folder.resolve(name + ".log");
    var builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    var child = new Child(name, builder.start(), System.nanoTime(), log);
    running.add(child);
    return child;
  }

  void stop(Child child) {
    var all = Stream.concat(Stream.of(child.process().toHandle()), child.process().descendants());
    // The list first: once the parent is gone its children are nobody's descendants.
    var handles = all.toList();
    handles.forEach(ProcessHandle::destroyForcibly);
    handles.forEach(Children::awaitEnd);
    running.remove(child);
  }

  private static void awaitEnd(ProcessHandle handle) {
    // A grandchild that nobody reaps stays in the process table for ever, though it is dead.
    handle.onExit().completeOnTimeout(handle, END_SECONDS, TimeUnit.SECONDS).join();
  }

  void stopAll() {
    running.forEach(this::stop);
  }
}
