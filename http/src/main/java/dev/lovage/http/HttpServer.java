// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import dev.lovage.ErrorCode;
import dev.lovage.Lovage;
import dev.lovage.LovageException;
import dev.lovage.schedule.Calls;
import io.helidon.common.socket.SocketOptions;
import io.helidon.http.encoding.ContentEncodingContext;
import io.helidon.http.media.MediaContext;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http1.Http1Config;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A running server for an app's own routes and Lovage's API. Each request is answered on a virtual
/// thread.
public final class HttpServer implements AutoCloseable {

  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final Duration IDLE = Duration.ofMinutes(2);
  private static final Duration SLOWEST_REQUEST = Duration.ofSeconds(20);
  private static final int MAX_LINE = 8 << 10;
  private static final int MAX_HEADERS = 16 << 10;
  private static final int MAX_CONNECTIONS = 10_000;

  private final WebServer server;
  private final Watchdog watchdog;
  private final EventStreams streams;

  private HttpServer(WebServer server, Watchdog watchdog, EventStreams streams) {
    this.server = server;
    this.watchdog = watchdog;
    this.streams = streams;
  }

  /// Starts to listen. The routes are those that `web` has now.
  ///
  /// @throws LovageException `INVALID` if the address is open to other machines and there is no
  ///   token, if it is not one of this machine, or if the port is in use
  public static HttpServer start(Lovage lovage, Web web, HttpSettings settings) {
    return start(lovage, web, settings, Optional::empty);
  }

  /// As [#start(Lovage, Web, HttpSettings)], with a say in `/health/ready`.
  ///
  /// @param trouble why this process is not ready, or empty if it is; the store is asked anyhow
  public static HttpServer start(
      Lovage lovage, Web web, HttpSettings settings, Supplier<Optional<String>> trouble) {
    return start(
        lovage,
        web,
        settings,
        trouble,
        new Tuning(InstantSource.system(), SLOWEST_REQUEST, EventStreams.MOST, HttpServer::secret));
  }

  /// What tests want to be different.
  ///
  /// @param clock for the age of values
  /// @param slowest how long the headers of a request, or its body, may take to arrive, or an event
  ///   to be read
  /// @param streams how many readers of events there may be
  /// @param secrets with which calls are signed
  record Tuning(InstantSource clock, Duration slowest, int streams, Calls.Secrets secrets) {}

  /// Secrets are in the environment of this process and nowhere else: not in the store, not in a
  /// log.
  private static String secret(String name) {
    return Objects.requireNonNullElse(System.getenv("LOVAGE_SECRET_" + name), "");
  }

  static HttpServer start(
      Lovage lovage,
      Web web,
      HttpSettings settings,
      Supplier<Optional<String>> trouble,
      Tuning tuning) {
    var address = settings.address();
    checkFree(address, settings.port());
    var watchdog = Watchdog.start(tuning.slowest());
    var streams = new EventStreams(watchdog, tuning.streams());
    var dispatcher =
        new Dispatcher(
            ApiRoutes.of(lovage, tuning.clock(), streams, trouble, tuning.secrets()),
            web.routes(),
            new Bearer(settings.token()),
            new HostCheck(settings),
            new Bodies(watchdog));
    var server = listen(address, settings.port(), dispatcher, watchdog);
    if (!server.isRunning()) {
      watchdog.close();
      throw inUse(address, settings.port(), null);
    }
    return new HttpServer(server, watchdog, streams);
  }

  private static WebServer listen(
      InetAddress address, int port, Dispatcher dispatcher, Watchdog watchdog) {
    // Nothing is searched for on the class path: it costs start-up time, and a jar that happens to
    // lie there must not change what this server does.
    return WebServer.builder()
        .address(address)
        .port(port)
        .shutdownHook(false)
        .shutdownGracePeriod(GRACE)
        .featuresDiscoverServices(false)
        .protocolsDiscoverServices(false)
        .addProtocol(
            Http1Config.builder()
                .maxPrologueLength(MAX_LINE)
                .maxHeadersSize(MAX_HEADERS)
                .addReceiveListener(watchdog)
                .build())
        .mediaContext(MediaContext.builder().mediaSupportsDiscoverServices(false).build())
        .contentEncoding(
            ContentEncodingContext.builder().contentEncodingsDiscoverServices(false).build())
        .maxPayloadSize(Bodies.HARD_LIMIT)
        .maxTcpConnections(MAX_CONNECTIONS)
        .idleConnectionTimeout(IDLE)
        .idleConnectionPeriod(IDLE.dividedBy(4))
        .connectionOptions(SocketOptions.builder().tcpNoDelay(true).build())
        .directHandlers(TransportProblems.handlers())
        .routing(routing -> routing.any(dispatcher))
        .build()
        .start();
  }

  /// Asks first, since Helidon reports a taken port as a stack trace in the log.
  private static void checkFree(InetAddress address, int port) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address, port));
    } catch (IOException e) {
      throw inUse(address, port, e);
    }
  }

  private static LovageException inUse(InetAddress address, int port, @Nullable IOException cause) {
    return new LovageException(
        ErrorCode.INVALID,
        "port: can't listen on port "
            + port
            + " of "
            + address.getHostAddress()
            + (cause == null ? "" : " (" + cause.getMessage() + ")")
            + "; stop what listens there, or choose another port with --port",
        cause);
  }

  /// The port that it listens on, also if any free one was asked for.
  public int port() {
    return server.port();
  }

  /// Accepts nothing more, gives the requests under way five seconds, and stops. Closing twice does
  /// nothing.
  @Override
  public void close() {
    streams.close();
    server.stop();
    watchdog.close();
  }
}
