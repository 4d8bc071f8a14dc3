// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import dev.lovage.spi.Delivery;
import dev.lovage.spi.Incoming;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A task that a Celery peer, or Lovage, has sent, as a worker of Lovage's takes it.
public record CeleryTask(Delivery delivery, TaskMessage message) implements Incoming {

  /// The header in which Lovage's own retry policies travel.
  static final String RETRY = "lovage_retry";

  @Override
  public String id() {
    return message.id();
  }

  /// Of a `celery.map` or `celery.starmap` the task that is to be called for each item.
  @Override
  public String type() {
    var mapped = Builtins.mapped(message);
    return mapped == null ? message.task() : mapped.task();
  }

  @Override
  public boolean isMany() {
    return Builtins.mapped(message) != null;
  }

  @Override
  public int attempt() {
    return message.timing().retries() + 1;
  }

  @Override
  public @Nullable Instant dueAt() {
    return message.timing().eta();
  }

  @Override
  public @Nullable Instant expiresAt() {
    return message.timing().expires();
  }

  /// The shorter of the two: a Java handler is asked to stop in one way only.
  @Override
  public @Nullable Duration timeLimit() {
    var soft = message.timing().softLimit();
    var hard = message.timing().hardLimit();
    return soft == null || (hard != null && hard.compareTo(soft) < 0) ? hard : soft;
  }

  @Override
  public @Nullable String retry() {
    var policy = message.extras().headers().get(RETRY);
    return policy == null || !policy.isString() ? null : policy.stringValue();
  }

  @Override
  public String argument(Class<?> type) {
    var binding = Binding.to(type);
    var mapped = Builtins.mapped(message);
    if (mapped == null) {
      return bound(binding, message.call()).json();
    }
    var arguments = KombuJson.array();
    mapped.calls().forEach(call -> arguments.add(bound(binding, call).argument()));
    return KombuJson.text((JsonNode) arguments);
  }

  private Binding.Bound bound(Binding binding, Call call) {
    return switch (binding.bind(call)) {
      case Binding.Bound bound -> bound;
      case Binding.Misfit(var reason) ->
          throw new LovageException(ErrorCode.INVALID, type() + "() " + reason);
    };
  }
}
