// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.spi.Broker;
import dev.lovage.spi.BrokerFeature;
import dev.lovage.spi.Delivery;
import dev.lovage.spi.LeaseRequest.QueueLimit;
import dev.lovage.spi.Message;
import dev.lovage.spi.Outgoing;
import dev.lovage.spi.Received;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import tools.jackson.databind.node.JsonNodeFactory;

/// What the contracts of brokers share: a fresh one for each test, and short words for its calls.
public abstract class BrokerCalls {

  static final Duration LEASE = Duration.ofSeconds(30);
  static final String QUEUE = "q";

  BrokerHarness harness;

  /// Opens a fresh, empty broker.
  protected abstract BrokerHarness open();

  @BeforeEach
  void openBroker() {
    harness = open();
  }

  @AfterEach
  void closeBroker() {
    harness.close();
  }

  Broker broker() {
    return harness.engine().broker();
  }

  boolean has(BrokerFeature feature) {
    return broker().features().contains(feature);
  }

  static Message message(String body) {
    var headers = JsonNodeFactory.instance.objectNode().put("name", body);
    headers.putArray("empty");
    headers.putObject("nested").put("big", new java.math.BigInteger("2").pow(70));
    return new Message(
        headers,
        JsonNodeFactory.instance.objectNode().put("correlation_id", body),
        "application/json",
        "utf-8",
        body.getBytes(StandardCharsets.UTF_8));
  }

  static String body(Delivery delivery) {
    return new String(delivery.message().body(), StandardCharsets.UTF_8);
  }

  void send(String... bodies) {
    broker().send(Stream.of(bodies).map(body -> new Outgoing(QUEUE, message(body))).toList());
  }

  Received receive(Broker from, int limit) {
    return from.receive(List.of(new QueueLimit(QUEUE, limit)), LEASE);
  }

  List<Delivery> receive(int limit) {
    return receive(broker(), limit).deliveries();
  }

  Delivery one() {
    var deliveries = receive(10);
    assertThat(deliveries).hasSize(1);
    return deliveries.getFirst();
  }

  List<String> bodies(int limit) {
    return receive(limit).stream().map(BrokerCalls::body).toList();
  }
}
