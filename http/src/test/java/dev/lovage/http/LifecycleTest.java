// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.Lovage;
import dev.lovage.testkit.MemoryEngine;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LifecycleTest {

  private static final HttpSettings ANY_PORT = new HttpSettings("127.0.0.1", 0, null);

  private final Lovage lovage = Lovage.over(MemoryEngine.create());
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void stop() {
    client.close();
    lovage.close();
  }

  @Test
  void aRequestUnderWayIsFinishedAndNoNewOneIsTaken() throws Exception {
    var begun = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    var web =
        new Web()
            .get(
                "/slow",
                request -> {
                  begun.countDown();
                  goOn.await();
                  return "done";
                });
    var server = HttpServer.start(lovage, web, ANY_PORT);
    int port = server.port();
    var answer = client.sendAsync(get(port, "/slow"), BodyHandlers.ofString());
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

    var closing = Thread.startVirtualThread(server::close);
    while (accepts(port)) {
      Thread.onSpinWait();
    }
    assertThat(answer.isDone()).isFalse();
    goOn.countDown();
    assertThat(answer.get(20, TimeUnit.SECONDS).body()).isEqualTo("done");
    closing.join();
  }

  @Test
  void closingTwiceDoesNothingAndThePortIsFreeAgain() {
    var server = HttpServer.start(lovage, new Web(), ANY_PORT);
    int port = server.port();
    server.close();
    server.close();

    HttpServer.start(lovage, new Web(), new HttpSettings("127.0.0.1", port, null)).close();
  }

  @Test
  void theAppHasASayInReadiness() throws Exception {
    var trouble = new AtomicReference<Optional<String>>(Optional.empty());
    try (var server = HttpServer.start(lovage, new Web(), ANY_PORT, trouble::get)) {
      var ready = get(server.port(), "/health/ready");
      assertThat(client.send(ready, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
      trouble.set(Optional.of("The worker has lost its store."));
      var answer = client.send(ready, BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(TestServer.json(answer).get("detail").asString())
          .isEqualTo("The worker has lost its store.");
    }
  }

  @Test
  void manyCallersAreAnsweredAtOnce() throws Exception {
    var all = new CountDownLatch(200);
    var web =
        new Web()
            .get(
                "/meet/{n}",
                request -> {
                  all.countDown();
                  all.await();
                  return request.pathInt("n");
                });
    try (var server = HttpServer.start(lovage, web, ANY_PORT)) {
      var answers =
          IntStream.range(0, 200)
              .mapToObj(
                  n -> client.sendAsync(get(server.port(), "/meet/" + n), BodyHandlers.ofString()))
              .toList();
      for (int n = 0; n < 200; n++) {
        assertThat(answers.get(n).get(20, TimeUnit.SECONDS).body()).isEqualTo("" + n);
      }
    }
  }

  private static HttpRequest get(int port, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
  }

  private static boolean accepts(int port) {
    try (var socket = new Socket("127.0.0.1", port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }
}
