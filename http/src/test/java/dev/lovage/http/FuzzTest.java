// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/// Whatever comes over the wire, the answer is a 2xx, 3xx or 4xx in the right form, or the
/// connection is closed; never a 5xx but for the version of HTTP, and the server goes on.
class FuzzTest {

  private static final String[] METHODS = {"GET", "POST", "DELETE", "HEAD", "PUT", "OPTIONS", "X"};
  private static final String[] PIECES = {
    "/v1",
    "/tasks",
    "/values",
    "/square",
    "/order",
    "/result",
    "/log",
    "/queues",
    "/health",
    "/live",
    "/01890a5d-ac96-774b-bcce-b302099a8057",
    "/",
    "//",
    "%",
    "%2F",
    "%zz",
    "%C3",
    "..",
    ";a=b",
    "?",
    "&",
    "=",
    "state=QUEUED",
    "limit=",
    "after=",
    "delay=PT",
    "9",
    "-",
    "é",
    "\u0000",
    "\"",
    "{x}",
    "+"
  };
  private static final String[] BODIES = {
    "",
    "1",
    "{",
    "[",
    "\"",
    "null",
    "{\"user\":",
    "\"a\"",
    "}",
    "]",
    ",",
    ":",
    "1e999999",
    "-0",
    "\\u0000",
    "\u00ff",
    "true",
    "{\"items\":1}",
    "999999999999999999999"
  };

  @Test
  void garbageIsAnsweredInTheRightForm() throws IOException {
    long seed = System.nanoTime();
    System.out.println("FuzzTest seed " + seed);
    var random = RandomGeneratorFactory.<RandomGenerator>of("L64X128MixRandom").create(seed);
    try (var server = TestServer.start()) {
      for (int i = 0; i < 2_000; i++) {
        var request = request(random);
        var answer = answer(server, request);
        assertThat(answer)
            .as("seed %d, request %d: %s", seed, i, request)
            .matches("(?s)|HTTP/1.1 ([234]..|505) .*");
        assertThat(answer).as(request).doesNotContain("Exception:", "\tat ");
      }
      assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
    }
  }

  private static String request(RandomGenerator random) {
    var body = pieces(random, BODIES, 6);
    var request =
        pick(random, METHODS)
            + " "
            + (random.nextInt(10) == 0 ? "" : "/")
            + pieces(random, PIECES, 6)
            + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
    if (random.nextInt(5) > 0) {
      request += "Content-Type: application/json\r\n";
    }
    int length = random.nextInt(10) == 0 ? random.nextInt(20) : body.length();
    return request + "Content-Length: " + length + "\r\n\r\n" + body;
  }

  private static String pieces(RandomGenerator random, String[] from, int most) {
    var text = new StringBuilder();
    for (int i = random.nextInt(most); i > 0; i--) {
      text.append(pick(random, from));
    }
    return text.toString();
  }

  private static String pick(RandomGenerator random, String[] from) {
    return from[random.nextInt(from.length)];
  }

  /// The answer as far as it came; a reset after it is no fault of the answer.
  private static String answer(TestServer server, String request) throws IOException {
    try (var socket = new Socket("127.0.0.1", server.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.shutdownOutput();
      var answer = new StringBuilder();
      var buffer = new byte[8_192];
      try {
        for (int n = read(socket, buffer); n >= 0; n = read(socket, buffer)) {
          answer.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
        }
      } catch (SocketException e) {
        // Closed while the rest of the request was on its way.
      }
      return answer.toString();
    }
  }

  private static int read(Socket socket, byte[] buffer) throws IOException {
    return socket.getInputStream().read(buffer);
  }
}
