// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {

  private static final int MIB = 1 << 20;

  private final TestServer server = TestServer.start();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aBodyAtTheLimitIsTaken() {
    assertThat(server.post("/v1/tasks/order", order(MIB)).statusCode()).isEqualTo(202);
  }

  @ParameterizedTest
  @ValueSource(ints = {MIB + 1, 3 * MIB})
  void aBodyOverTheLimitIsRefusedAndTheConnectionGoesOn(int size) {
    var response = server.post("/v1/tasks/order", order(size));

    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(TestServer.json(response).get("type").asString())
        .isEqualTo("urn:lovage:problem:too-large");
    assertThat(server.get("/v1/tasks").body()).contains("\"tasks\":[]");
  }

  @ParameterizedTest
  @ValueSource(ints = {MIB + 1, 3 * MIB})
  void aChunkedBodyOverTheLimitIsRefused(int size) {
    assertThat(server.send(chunked(size)).statusCode()).isEqualTo(413);
    assertThat(server.get("/v1/tasks").body()).contains("\"tasks\":[]");
  }

  @Test
  void aChunkedBodyAtTheLimitIsTaken() {
    assertThat(server.send(chunked(MIB)).statusCode()).isEqualTo(202);
  }

  @Test
  void anEndlessBodyIsAnsweredLongBeforeItsEnd() throws IOException {
    try (var socket = new Socket("127.0.0.1", server.port())) {
      socket.setSoTimeout(10_000);
      var out = socket.getOutputStream();
      out.write(head("POST /v1/tasks/order HTTP/1.1", "Transfer-Encoding: chunked"));
      var chunk = ("10000\r\n" + "x".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
      for (int i = 0; i < 17; i++) {
        out.write(chunk);
      }
      // 17 chunks of 64 KiB are over the limit, and the body has no end yet.
      assertThat(firstLine(socket)).contains("413");
    }
  }

  @Test
  void aDeclaredGigabyteIsRefusedWithoutReadingIt() throws IOException {
    try (var socket = new Socket("127.0.0.1", server.port())) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write(head("POST /v1/tasks/order HTTP/1.1", "Content-Length: 1073741824"));
      assertThat(firstLine(socket)).contains("413");
    }
  }

  @Test
  void whoAsksBeforeSendingIsToldAtOnce() throws IOException {
    try (var socket = new Socket("127.0.0.1", server.port())) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write(
              head(
                  "POST /v1/tasks/order HTTP/1.1",
                  "Content-Length: 2000000\r\nExpect: 100-continue"));
      assertThat(firstLine(socket)).contains("413");
    }
  }

  @Test
  void whoAsksBeforeSendingAndMayIsToldToGoOn() throws IOException {
    try (var socket = new Socket("127.0.0.1", server.port())) {
      socket.setSoTimeout(10_000);
      var out = socket.getOutputStream();
      out.write(
          head("POST /v1/tasks/square HTTP/1.1", "Content-Length: 2\r\nExpect: 100-continue"));
      assertThat(firstLine(socket)).contains("100");
      assertThat(firstLine(socket)).isEmpty();
      out.write("12".getBytes(StandardCharsets.US_ASCII));
      assertThat(firstLine(socket)).contains("202");
    }
  }

  @Test
  void aLongUrlIsRefused() throws IOException {
    assertProblem(
        server.raw("GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n"), 414);
  }

  @Test
  void largeHeadersAreRefused() throws IOException {
    assertProblem(
        server.raw("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(40_000) + "\r\n\r\n"),
        400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET / HTTP/1.1\r\nno colon\r\n\r\n",
        "GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
        "\u0000\u0001\u0002\r\n\r\n",
        "POST /v1/tasks/square HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
        "POST /v1/tasks/square HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      })
  void whatIsNotHttpIsRefused(String request) throws IOException {
    assertProblem(server.raw(request), 400);
  }

  @Test
  void anOldHttpIsRefused() throws IOException {
    assertProblem(server.raw("GET / HTTP/1.0\r\n\r\n"), 505);
  }

  @Test
  void aConnectionIsClosedForACallerWhoAsks() throws IOException {
    var request = "GET /v1/queues HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    var response = server.raw(request);
    assertThat(response).startsWith("HTTP/1.1 200").contains("Connection: close");
    assertThat(response).endsWith("{\"queues\":[]}");
  }

  @Test
  void requestsInOneGoAreAnsweredInOrder() throws IOException {
    var next = " HTTP/1.1\r\nHost: localhost\r\n";
    var response =
        server.raw(
            "GET /v1/queues"
                + next
                + "\r\nPOST /v1/tasks/square"
                + next
                + "Content-Type: application/json\r\nContent-Length: 1\r\n\r\n7GET /v1/none"
                + next
                + "Connection: close\r\n\r\n");
    assertThat(response.split("HTTP/1.1 ", -1))
        .extracting(answer -> answer.substring(0, Math.min(3, answer.length())))
        .containsExactly("", "200", "202", "404");
  }

  @Test
  void headersThatNeverEndAreGivenUp() throws IOException {
    try (var impatient = TestServer.impatient(Duration.ofMillis(200));
        var socket = new Socket("127.0.0.1", impatient.port())) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nHost: localhost\r\nX".getBytes(StandardCharsets.US_ASCII));
      // Closed, with or without a last word; a timeout would fail the test.
      assertThat(socket.getInputStream().readAllBytes().length).isLessThan(1_000);
    }
  }

  @Test
  void aBodyThatNeverComesIsGivenUp() throws IOException {
    try (var impatient = TestServer.impatient(Duration.ofMillis(200));
        var socket = new Socket("127.0.0.1", impatient.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(head("POST /v1/tasks/square HTTP/1.1", "Content-Length: 100"));
      assertThat(socket.getInputStream().readAllBytes().length).isLessThan(1_000);
      assertThat(impatient.get("/v1/tasks").body()).contains("\"tasks\":[]");
    }
  }

  private static byte[] head(String line, String more) {
    return (line + "\r\nHost: localhost\r\nContent-Type: application/json\r\n" + more + "\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static String firstLine(Socket socket) throws IOException {
    var line = new StringBuilder();
    int c;
    while ((c = socket.getInputStream().read()) != '\n' && c >= 0) {
      line.append((char) c);
    }
    return line.toString().trim();
  }

  private static void assertProblem(String response, int status) {
    assertThat(response).startsWith("HTTP/1.1 " + status);
    assertThat(response).contains("application/problem+json", "\"status\":" + status, "nosniff");
    assertThat(response).doesNotContain("Exception", "io.helidon");
  }

  private HttpRequest chunked(int size) {
    var bytes = order(size).getBytes(StandardCharsets.US_ASCII);
    return HttpRequest.newBuilder(server.uri("/v1/tasks/order"))
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)))
        .build();
  }

  /// An argument of so many bytes.
  private static String order(int size) {
    var frame = "{\"user\":\"\",\"items\":1}";
    return "{\"user\":\"" + "u".repeat(size - frame.length()) + "\",\"items\":1}";
  }
}
