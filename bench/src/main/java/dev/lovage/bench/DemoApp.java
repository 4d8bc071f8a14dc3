// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import dev.lovage.bench.embedded.BareServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The Fibonacci example in a process of its own, ready to answer.
record DemoApp(Child process, int port) {

  /// The first start may have to build the demo and its cache.
  private static final int READY_SECONDS = 600;

  /// @param role `serve` for only the web side, `run` for web and worker
  static DemoApp start(
      Installation installation, Children children, Path folder, String role, String store)
      throws IOException, InterruptedException {
    int port = Loopback.freePort();
    var command =
        installation.java("Fibonacci", role, "--port", String.valueOf(port), "--store", store);
    return ready(children.start("app", command, Map.of(), folder), port);
  }

  /// Web and worker as `./lovage demo` starts them.
  static DemoApp demo(Installation installation, Children children, Path folder, String store)
      throws IOException, InterruptedException {
    int port = Loopback.freePort();
    var command = installation.demo("--port", String.valueOf(port), "--store", store);
    return ready(children.start("demo", command, Map.of(), folder), port);
  }

  /// The HTTP server alone.
  static DemoApp bare(Installation installation, Children children, Path folder)
      throws IOException, InterruptedException {
    int port = Loopback.freePort();
    var command = installation.java(BareServer.class.getName(), String.valueOf(port));
    return ready(children.start("bare", command, Map.of(), folder), port);
  }

  private static DemoApp ready(Child process, int port) throws InterruptedException {
    process.awaitReady(READY_SECONDS, () -> Loopback.answers(port, "/current"));
    return new DemoApp(process, port);
  }

  HttpLoad load(Children children, Path folder) {
    return new HttpLoad(children, folder, port, List.of(process));
  }
}
