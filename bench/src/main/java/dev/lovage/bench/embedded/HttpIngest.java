// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench.embedded;

import dev.lovage.ActionCursor;
import dev.lovage.ActionStream;
import dev.lovage.Lovage;
import dev.lovage.http.HttpServer;
import dev.lovage.http.HttpSettings;
import dev.lovage.http.Web;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import tools.jackson.databind.json.JsonMapper;

/// Posts NDJSON to the HTTP server of this process, so the load and the server share its cores.
public record HttpIngest(ActionStream<View> stream, URI address) implements Ingesting.Appender {

  /// An environment variable: where the actions are, if not beside the tasks.
  public static final String ACTIONS = "LOVAGE_BENCH_ACTIONS";

  private static final int LINES = 10_000;
  // Cassandra has to write a request's actions within moments.
  private static final int LATE_LINES = 1_000;
  private static final int TRIES = 300;

  record View(int item, int seconds) {}

  static Result measure(Lovage lovage, int warmSeconds, int seconds) throws Exception {
    var actions = System.getenv().getOrDefault(ACTIONS, "");
    if (!actions.isEmpty()) {
      lovage.actions().at(actions);
    }
    var stream = lovage.actions("views", View.class);
    lovage.actions().open();
    try (var server = HttpServer.start(lovage, new Web(), new HttpSettings("127.0.0.1", 0, null))) {
      var address = URI.create("http://127.0.0.1:" + server.port() + "/v1/actions/views");
      return new Ingesting(new HttpIngest(stream, address)).run(warmSeconds, seconds);
    }
  }

  @Override
  public Ingesting.Caller caller(int number) {
    var client = HttpClient.newHttpClient();
    var bodies = new ActionBodies((int) System.nanoTime() + number);
    int lines = lateReads() ? LATE_LINES : LINES;
    return new Ingesting.Caller() {
      @Override
      public int append() throws Exception {
        var request =
            HttpRequest.newBuilder(address)
                .header("Content-Type", "application/x-ndjson")
                .timeout(Duration.ofMinutes(1))
                .POST(BodyPublishers.ofByteArray(bodies.lines(lines)))
                .build();
        var response = client.send(request, BodyHandlers.ofString());
        while (response.statusCode() == 503 || response.statusCode() == 429) {
          Thread.sleep(
              Duration.ofSeconds(response.headers().firstValueAsLong("Retry-After").orElse(1)));
          response = client.send(request, BodyHandlers.ofString());
        }
        if (response.statusCode() != 200 || !isWhole(response.body(), lines)) {
          throw new IllegalStateException(response.statusCode() + ": " + response.body());
        }
        return lines;
      }

      @Override
      public void close() {
        client.close();
      }
    };
  }

  /// What was sent again may be known already.
  private static boolean isWhole(String answer, int lines) {
    var json = JsonMapper.shared().readTree(answer);
    return json.path("added").asInt() + json.path("known").asInt() == lines;
  }

  /// When all can be read.
  @Override
  public long count() throws InterruptedException {
    long before = -1;
    for (int i = 0; i < TRIES; i++) {
      long count = stream.count(ActionCursor.START);
      if (count == before && i > 15) {
        return count;
      }
      before = count;
      if (lateReads()) {
        Thread.sleep(1_000);
      }
    }
    return before;
  }

  private static boolean lateReads() {
    return System.getenv().getOrDefault(ACTIONS, "").startsWith("cassandra:");
  }
}
