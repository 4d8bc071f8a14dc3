// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import dev.lovage.ActionStream;
import dev.lovage.Lovage;
import dev.lovage.RetryPolicy;
import dev.lovage.TaskType;
import dev.lovage.spi.Engine;
import dev.lovage.spi.JsonCodec;
import dev.lovage.testkit.ManualTime;
import dev.lovage.testkit.MemoryEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A real server on a free loopback port, over a store in memory on manual time.
final class TestServer implements AutoCloseable {

  // Held, or the setting would be collected with the logger.
  private static final Logger HELIDON = Logger.getLogger("io.helidon");

  static {
    HELIDON.setLevel(Level.WARNING);
  }

  record Order(String user, int items, @Nullable Inner inner) {}

  record Inner(double weight) {}

  static final int STREAMS = 3;
  static final String SECRET = "a-secret-of-tests";

  final ManualTime time = new ManualTime();
  final Lovage lovage;
  final TaskType<Integer, Long> square;
  final TaskType<Order, String> order;
  final TaskType<Integer, Long> fail;
  final ActionStream<Order> actions;
  final Web web = new Web();
  private final HttpClient client = HttpClient.newHttpClient();
  private final HttpServer server;

  private TestServer(
      @Nullable String token, Consumer<TestServer> prepare, Wrapper wrapper, Duration slowest) {
    this.lovage = Lovage.over(wrapper.wrap(MemoryEngine.create(time)));
    this.square = lovage.task("square", Integer.class, Long.class, n -> (long) n * n);
    this.order = lovage.task("order", Order.class, String.class, Order::user);
    this.fail =
        lovage.task(
            "fail",
            Integer.class,
            Long.class,
            n -> {
              throw new IllegalStateException("broken at " + n);
            },
            options -> options.retry(RetryPolicy.none()));
    this.actions = lovage.actions("orders", Order.class);
    prepare.accept(this);
    this.server =
        HttpServer.start(
            lovage,
            web,
            new HttpSettings("127.0.0.1", 0, token),
            Optional::empty,
            new HttpServer.Tuning(
                time, slowest, STREAMS, name -> name.equals("TEST") ? SECRET : ""));
  }

  interface Wrapper {
    Engine wrap(Engine engine);
  }

  static TestServer start() {
    return start(server -> {});
  }

  static TestServer start(Consumer<TestServer> prepare) {
    return new TestServer(null, prepare, engine -> engine, Duration.ofSeconds(20));
  }

  static TestServer withToken(String token) {
    return new TestServer(
        token,
        server -> server.web.get("/hello", request -> "hello"),
        engine -> engine,
        Duration.ofSeconds(20));
  }

  static TestServer over(Wrapper wrapper) {
    return new TestServer(null, server -> {}, wrapper, Duration.ofSeconds(20));
  }

  static TestServer impatient(Duration slowest) {
    return new TestServer(null, server -> {}, engine -> engine, slowest);
  }

  int port() {
    return server.port();
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  HttpResponse<String> get(String path, String... headers) {
    return send("GET", path, null, headers);
  }

  /// Posts JSON.
  HttpResponse<String> post(String path, String json, String... headers) {
    var all = Arrays.copyOf(headers, headers.length + 2);
    all[headers.length] = "Content-Type";
    all[headers.length + 1] = "application/json";
    return send("POST", path, json, all);
  }

  HttpResponse<String> send(String method, String path, @Nullable String body, String... headers) {
    var publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
    var request = HttpRequest.newBuilder(uri(path)).method(method, publisher);
    if (body != null && method.equals("PUT")) {
      request.header("Content-Type", "application/json");
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return send(request.build());
  }

  /// The lines of an answer as they come.
  Iterator<String> lines(String path, String... headers) throws Exception {
    var request = HttpRequest.newBuilder(uri(path));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return client.send(request.build(), BodyHandlers.ofLines()).body().iterator();
  }

  HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Sends bytes as they are and reads until the server closes.
  String raw(String request) throws IOException {
    try (var socket = new Socket("127.0.0.1", server.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  static JsonNode json(HttpResponse<String> response) {
    return JsonCodec.tree("response", response.body());
  }

  static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  @Override
  public void close() {
    server.close();
    client.close();
    lovage.close();
  }
}
