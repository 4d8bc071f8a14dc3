// SPDX-License-Identifier: Apache-2.0
package dev.lovage.client;

import dev.lovage.Lovage;
import dev.lovage.RetryPolicy;
import dev.lovage.TaskType;
import dev.lovage.http.HttpServer;
import dev.lovage.http.HttpSettings;
import dev.lovage.http.Web;
import dev.lovage.testkit.ManualTime;
import dev.lovage.testkit.MemoryEngine;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// A real server over a store in memory on manual time.
final class Server implements AutoCloseable {

  // Held, or the setting would be collected with the logger.
  private static final Logger HELIDON = Logger.getLogger("io.helidon");

  static {
    HELIDON.setLevel(Level.WARNING);
  }

  record Order(String user, int items) {}

  record Bill(String user, long cents) {}

  final ManualTime time = new ManualTime();
  final Lovage lovage = Lovage.over(MemoryEngine.create(time));
  final TaskType<Order, Bill> bill =
      lovage.task(
          "bill",
          Order.class,
          Bill.class,
          (order, context) -> {
            if (order.items() < 0) {
              throw new IllegalStateException("no items for " + order.user());
            }
            context.progress(0.5, "adding up");
            context.log("for " + order.user());
            return new Bill(order.user(), order.items() * 100L);
          },
          options -> options.retry(RetryPolicy.none()));
  private final HttpServer server;

  private Server(@Nullable String token) {
    this.server = HttpServer.start(lovage, new Web(), new HttpSettings("127.0.0.1", 0, token));
  }

  static Server start() {
    return new Server(null);
  }

  static Server withToken(String token) {
    return new Server(token);
  }

  int port() {
    return server.port();
  }

  String url() {
    return "http://127.0.0.1:" + server.port();
  }

  /// How many tasks were accepted.
  int accepted() {
    return lovage
        .queries()
        .list(new dev.lovage.spi.TaskFilter(null, null, null, null, 1_000))
        .tasks()
        .size();
  }

  @Override
  public void close() {
    server.close();
    lovage.close();
  }
}
