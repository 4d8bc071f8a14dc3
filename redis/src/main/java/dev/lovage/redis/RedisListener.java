// SPDX-License-Identifier: Apache-2.0
package dev.lovage.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lovage.celery.CeleryMessage;
import dev.lovage.celery.KombuEnvelope;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hears messages of Celery that are told by channels, as a [RedisSubscription] does.
final class RedisListener implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(RedisListener.class);

  private final RedisSubscription subscription;

  /// @param patterns of channels
  RedisListener(RedisLink link, String... patterns) {
    this.subscription = new RedisSubscription(link, patterns);
  }

  /// @param name of the threads
  /// @param listening told of each pattern when it is listened to, also again; must not block
  /// @param heard takes each message with its channel; what it throws is logged
  void start(String name, Consumer<String> listening, BiConsumer<String, CeleryMessage> heard) {
    subscription.start(
        name,
        new RedisSubscription.Hearer() {
          @Override
          public void listening(String pattern) {
            listening.accept(pattern);
          }

          @Override
          public void heard(String channel, String text) {
            if (KombuEnvelope.read(text.getBytes(UTF_8)) instanceof CeleryMessage message) {
              heard.accept(channel, message);
            } else {
              log.debug("heard something on {} that is no message", channel);
            }
          }
        });
  }

  @Override
  public void close() {
    subscription.close();
  }
}
