// SPDX-License-Identifier: Apache-2.0
package dev.lovage.app.cli;

import dev.lovage.LovageException;
import dev.lovage.spi.JsonCodec;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Calls to one app's API; what it refuses is told in its own words.
record Api(HttpClient http, URI server, @Nullable String token) {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /// An answer of the 200s.
  record Answer(int status, String body) {
    JsonNode json() {
      return JsonCodec.tree("answer", body);
    }
  }

  Answer get(String path) throws ApiException {
    return send(request(path).GET());
  }

  Answer post(String path, String json) throws ApiException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json)));
  }

  Answer put(String path, String json) throws ApiException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(json)));
  }

  Answer delete(String path) throws ApiException {
    return send(request(path).DELETE());
  }

  private HttpRequest.Builder request(String path) {
    var builder = HttpRequest.newBuilder(URI.create(server + path)).timeout(TIMEOUT);
    return token == null ? builder : builder.header("Authorization", "Bearer " + token);
  }

  private Answer send(HttpRequest.Builder request) throws ApiException {
    HttpResponse<String> response;
    try {
      response = http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new ApiException(
          ApiException.NOT_REACHED,
          "no app answers at "
              + server
              + "; start one, for example with ./lovage demo, or name another with --server URL");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ApiException(ApiException.NOT_REACHED, "interrupted");
    }
    if (response.statusCode() >= 300) {
      throw refusal(response);
    }
    return new Answer(response.statusCode(), response.body());
  }

  private ApiException refusal(HttpResponse<String> response) {
    JsonNode problem;
    try {
      problem = JsonCodec.tree("answer", response.body());
    } catch (LovageException e) {
      return new ApiException(
          ApiException.REFUSED,
          server + " answered " + response.statusCode() + " and no JSON; is it a Lovage app?");
    }
    var detail = problem.path("detail").asString("answered " + response.statusCode());
    var remedy = problem.path("remedy").asString("");
    if (isEndOfTask(problem)) {
      return new ApiException(ApiException.TASK_FAILED, detail);
    }
    var stop = detail.endsWith(".") || remedy.isEmpty() ? "" : ".";
    return new ApiException(ApiException.REFUSED, (detail + stop + " " + remedy).strip());
  }

  /// Whether the task ended without a result, which is no fault of the call.
  private static boolean isEndOfTask(JsonNode problem) {
    var type = problem.path("type").asString("");
    return type.endsWith(":task-failed") || type.endsWith(":task-cancelled");
  }
}
