// SPDX-License-Identifier: Apache-2.0
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Uses the demo for a moment as a user would, so that the JVM can write an ahead-of-time cache of
/// what it loaded. Arguments: the log file, then the command that starts the demo; a free port and
/// a throw-away store are added to it. Exits with 1 when the demo did not answer.
void main(String[] args) throws Exception {
  int port = freePort();
  File store = Files.createTempDirectory("lovage-train").toFile();
  var command = new ArrayList<>(List.of(args).subList(1, args.length));
  command.addAll(List.of("--port", Integer.toString(port), "--data", store.getPath()));
  var log = new File(args[0]);
  var process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
  boolean answered = false;
  try (var client = HttpClient.newHttpClient()) {
    String base = "http://127.0.0.1:" + port;
    for (int i = 0; i < 200 && !answered && process.isAlive(); i++) {
      answered = get(client, base + "/current");
      Thread.sleep(100);
    }
    for (int i = 0; i < 20 && answered; i++) {
      get(client, base + "/set/" + i);
      post(client, base + "/v1/tasks/massive_computation");
      get(client, base + "/v1/tasks");
      get(client, base + "/v1/values/current");
      answered = get(client, base + "/current");
    }
  }
  process.destroy(); // the orderly end, in which the JVM writes the cache
  if (!process.waitFor(60, TimeUnit.SECONDS)) {
    process.destroyForcibly().waitFor();
    answered = false;
  }
  for (File file : store.listFiles()) {
    file.delete();
  }
  store.delete();
  System.exit(answered ? 0 : 1);
}

int freePort() throws IOException {
  try (var socket = new ServerSocket(0)) {
    return socket.getLocalPort();
  }
}

boolean get(HttpClient client, String url) throws InterruptedException {
  return send(client, HttpRequest.newBuilder(URI.create(url)).build());
}

boolean post(HttpClient client, String url) throws InterruptedException {
  return send(
      client,
      HttpRequest.newBuilder(URI.create(url))
          .header("Content-Type", "application/json")
          .POST(BodyPublishers.ofString("20"))
          .build());
}

boolean send(HttpClient client, HttpRequest request) throws InterruptedException {
  try {
    return client.send(request, BodyHandlers.ofString()).statusCode() < 500;
  } catch (IOException notYet) {
    return false;
  }
}
