// SPDX-License-Identifier: Apache-2.0
package dev.lovage.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An HTTP client of one app.
record Client(URI address, HttpClient http) {

  Client(URI address) {
    this(address, HttpClient.newHttpClient());
  }

  /// The body of a GET that must succeed.
  String get(String path) {
    var response = send(path);
    assertThat(response.statusCode()).as("%s: %s", path, response.body()).isEqualTo(200);
    return response.body();
  }

  /// The body of the answer to a POST of nothing, which must succeed.
  String post(String path) {
    var response =
        send(HttpRequest.newBuilder(address.resolve(path)).POST(BodyPublishers.noBody()));
    assertThat(response.statusCode()).as("%s: %s", path, response.body()).isEqualTo(200);
    return response.body();
  }

  JsonNode json(String path) {
    return JsonMapper.shared().readTree(get(path));
  }

  HttpResponse<String> send(String path) {
    return send(HttpRequest.newBuilder(address.resolve(path)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.timeout(Duration.ofSeconds(10)).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Waits until a GET answers this text.
  void await(Duration limit, String path, String body) {
    Poll.untilTrue(limit, path + " = " + body, () -> get(path).equals(body));
  }
}
