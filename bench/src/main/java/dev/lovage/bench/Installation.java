// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Where this Lovage is, and how JVMs like this one are started.
///
/// @param root the folder of the `lovage` script
/// @param installed whether it was built by that script, so that the script can start a demo
record Installation(Path root, boolean installed) {

  static Installation find() {
    try {
      var here =
          Path.of(Installation.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      for (var folder = here; folder != null; folder = folder.getParent()) {
        if (Files.isDirectory(folder.resolve("bench/peers"))) {
          return new Installation(folder, here.startsWith(folder.resolve("target/run")));
        }
      }
    } catch (URISyntaxException e) {
      throw new BenchException("could not find out where the bench was started from", e);
    }
    throw new BenchException("there is no folder bench/peers above it; start it by ./lovage bench");
  }

  Path peer(String name) {
    return root.resolve("bench/peers").resolve(name);
  }

  /// A temporary folder on a disk, which `/tmp` not always is.
  Path scratch() {
    return root.resolve("target");
  }

  /// A JVM with the class path and the flags of this one.
  List<String> java(String mainClass, String... arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        // An agent, such as that of a coverage tool, measures this process and not that one.
        .filter(flag -> !flag.startsWith("-javaagent"))
        .forEach(command::add);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(mainClass);
    command.addAll(List.of(arguments));
    return command;
  }

  /// The demo as a person starts it.
  List<String> demo(String... arguments) {
    return installed
        ? Stream.concat(Stream.of(root + File.separator + "lovage", "demo"), Stream.of(arguments))
            .toList()
        : java(
            "Fibonacci",
            Stream.concat(Stream.of("run"), Stream.of(arguments)).toArray(String[]::new));
  }
}
