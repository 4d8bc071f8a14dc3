// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lovage.ErrorCode;
import dev.lovage.Lovage;
import dev.lovage.LovageException;
import dev.lovage.testkit.MemoryEngine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecurityTest {

  private static final String TOKEN = "correct-horse-battery";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Bearer",
        "Bearer ",
        "Bearer wrong-token-entirely",
        "Bearer correct-horse-batter",
        "Bearer correct-horse-battery2",
        "Basic correct-horse-battery",
        "correct-horse-battery"
      })
  void withoutTheTokenNothingIsAnsweredOrRevealed(String authorization) {
    try (var server = TestServer.withToken(TOKEN)) {
      for (var path : new String[] {"/hello", "/v1/tasks", "/v1/openapi.json", "/no/such/path"}) {
        var response =
            authorization.isEmpty()
                ? server.get(path)
                : server.get(path, "Authorization", authorization);
        assertThat(response.statusCode()).as(path).isEqualTo(401);
        assertThat(TestServer.header(response, "WWW-Authenticate")).startsWith("Bearer");
        assertThat(TestServer.header(response, "Content-Type"))
            .isEqualTo("application/problem+json");
        assertThat(response.body()).doesNotContain("correct-horse");
      }
      assertThat(server.post("/v1/tasks/square", "1").statusCode()).isEqualTo(401);
      assertThat(server.lovage.queries().queues()).isEmpty();
    }
  }

  @Test
  void withTheTokenEverythingIsAnswered() {
    try (var server = TestServer.withToken(TOKEN)) {
      for (var scheme : new String[] {"Bearer ", "bearer "}) {
        assertThat(server.get("/hello", "Authorization", scheme + TOKEN).body()).isEqualTo("hello");
        assertThat(
                server.post("/v1/tasks/square", "1", "Authorization", scheme + TOKEN).statusCode())
            .isEqualTo(202);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: same-site",
        "Origin: http://evil.example",
        "Origin: http://127.0.0.1",
        "Origin: null"
      })
  void aFormOfAnotherSitesPageIsNotTaken(String header) {
    try (var server = TestServer.start()) {
      var parts = header.split(": ", 2);
      for (var path : new String[] {"/v1/requeue", "/v1/history/current?version=1"}) {
        var response = server.send("POST", path, null, parts[0], parts[1]);
        assertThat(response.statusCode()).as(path).isEqualTo(421);
      }
      assertThat(server.get("/v1/tasks", parts[0], parts[1]).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aFormOfOurOwnPageAndWhatAProgramSendsIsTaken() {
    try (var server = TestServer.start()) {
      var own = "http://127.0.0.1:" + server.port();
      for (var header : new String[][] {{"Sec-Fetch-Site", "same-origin"}, {"Origin", own}, {}}) {
        assertThat(server.send("POST", "/v1/requeue", null, header).statusCode()).isEqualTo(200);
      }
    }
    try (var server = TestServer.withToken(TOKEN)) {
      var headers =
          new String[] {"Authorization", "Bearer " + TOKEN, "Sec-Fetch-Site", "cross-site"};
      assertThat(server.send("POST", "/v1/requeue", null, headers).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void healthNeedsNoToken() {
    try (var server = TestServer.withToken(TOKEN)) {
      assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
      assertThat(server.get("/health/ready").statusCode()).isEqualTo(200);
      assertThat(server.send("POST", "/health/live", "").statusCode()).isEqualTo(401);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "evil.example:80", "127.0.0.1.evil.example", ""})
  void anotherSitesNameIsNotAnsweredForTheApi(String host) throws IOException {
    try (var server = TestServer.start()) {
      assertThat(server.raw(request("/v1/tasks", host)))
          .startsWith("HTTP/1.1 4")
          .doesNotContain("\"tasks\"");
      assertThat(server.lovage.queries().queues()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:8080", "LOCALHOST:1", "[::1]:8080", "app.localhost"})
  void thisMachinesNamesAreAnswered(String host) throws IOException {
    try (var server = TestServer.start()) {
      assertThat(server.raw(request("/v1/tasks", host))).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void withATokenAnyNameIsAnswered() throws IOException {
    try (var server = TestServer.withToken(TOKEN)) {
      var request = request("/v1/tasks", "lovage.example\r\nAuthorization: Bearer " + TOKEN);
      assertThat(server.raw(request)).startsWith("HTTP/1.1 200");
    }
  }

  private static String request(String path, String host) {
    return "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::"})
  void anOpenAddressWithoutATokenIsRefused(String host) {
    assertThatThrownBy(() -> start(new HttpSettings(host, 0, null)))
        .isInstanceOf(LovageException.class)
        .hasMessageContaining("host: ")
        .hasMessageContaining("--token");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost"})
  void loopbackNeedsNoToken(String host) {
    start(new HttpSettings(host, 0, null));
  }

  @Test
  void anOpenAddressWithATokenIsServed() {
    start(new HttpSettings("0.0.0.0", 0, TOKEN));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "with space in it", "line\nfeed-in-it", "ümlaut-in-the-token"})
  void aTokenThatCantBeUsedIsRefused(String token) {
    assertThatThrownBy(() -> new HttpSettings("127.0.0.1", 0, token))
        .isInstanceOf(LovageException.class)
        .hasMessageContaining("token: ");
  }

  @Test
  void settingsDoNotPrintTheToken() {
    assertThat(new HttpSettings("127.0.0.1", 1, TOKEN).toString()).doesNotContain(TOKEN);
  }

  @Test
  void aPortInUseIsSaidWithTheRemedy() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      assertThatThrownBy(() -> start(new HttpSettings("127.0.0.1", taken.getLocalPort(), null)))
          .isInstanceOfSatisfying(
              LovageException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID))
          .hasMessageContaining("port " + taken.getLocalPort())
          .hasMessageContaining("--port");
    }
  }

  @Test
  void anAddressOfAnotherMachineIsRefused() {
    assertThatThrownBy(() -> start(new HttpSettings("192.0.2.1", 0, TOKEN)))
        .isInstanceOf(LovageException.class)
        .hasMessageContaining("192.0.2.1");
    assertThatThrownBy(() -> start(new HttpSettings("no such host", 0, TOKEN)))
        .isInstanceOf(LovageException.class)
        .hasMessageContaining("host: ");
  }

  private static void start(HttpSettings settings) {
    try (var lovage = Lovage.over(MemoryEngine.create());
        var server = HttpServer.start(lovage, new Web(), settings)) {
      assertThat(server.port()).isPositive();
    }
  }
}
