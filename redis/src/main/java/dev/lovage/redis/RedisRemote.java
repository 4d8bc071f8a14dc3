// SPDX-License-Identifier: Apache-2.0
package dev.lovage.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lovage.LovageException;
import dev.lovage.celery.CeleryMessage;
import dev.lovage.celery.ControlCommand;
import dev.lovage.celery.ControlReply;
import dev.lovage.celery.ControlRequest;
import dev.lovage.celery.KombuEnvelope;
import dev.lovage.celery.KombuJson;
import dev.lovage.celery.LogicalClock;
import dev.lovage.celery.Peers;
import dev.lovage.spi.RemoteControl;
import dev.lovage.spi.WorkerStatus;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/// Celery's remote control from the side of who gives commands.
record RedisRemote(RedisLink link, RedisChannels channels, LogicalClock clock, InstantSource time)
    implements RemoteControl {

  private static final String SIGNAL = "SIGTERM";
  private static final Duration SOON = Duration.ofMillis(500);
  private static final double MOST_WAIT_SECONDS = 1;

  @Override
  public boolean cancel(String id) {
    var revoke = new ControlCommand.Revoke(List.of(id), true, SIGNAL).request();
    return channels.command(revoke, 0, clock.tick()) > 0;
  }

  @Override
  public List<WorkerStatus> workers() {
    return Peers.of(answers(Peers.QUESTIONS), time.instant());
  }

  /// All questions at once, so that one who does not answer costs the time once.
  ///
  /// @return by question what each node has answered
  Map<String, Map<String, JsonNode>> answers(List<String> questions) {
    var answers = new ConcurrentHashMap<String, Map<String, JsonNode>>();
    var threads =
        questions.stream()
            .map(question ->
                Thread.ofVirtual()
                    .name("lovage-redis-ask")
                    .start(() -> answers.put(question, answers(question))))
            .toList();
    try {
      for (var thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Map.of();
    }
    return answers;
  }

  private Map<String, JsonNode> answers(String question) {
    try {
      return ask(ControlRequest.of(question, Map.of()), SOON);
    } catch (LovageException e) {
      return Map.of(); // then nobody is seen
    }
  }

  @Override
  public Map<String, String> ask(Command command, Duration timeout) {
    var request = ControlRequest.of(command.name(), command.arguments());
    var addressed = command.workers().isEmpty() ? request : request.to(command.workers());
    var answers = new LinkedHashMap<String, String>();
    ask(addressed, timeout).forEach((node, json) -> answers.put(node, KombuJson.text(json)));
    return answers;
  }

  /// Gathers the replies that come in time.
  Map<String, JsonNode> ask(ControlRequest request, Duration timeout) {
    if (timeout.isZero()) {
      var _ = channels.command(request, 0, clock.tick());
      return Map.of();
    }
    var id = UUID.randomUUID().toString();
    var ticket = UUID.randomUUID().toString();
    var list = channels.openReplies(id);
    try {
      long end = System.nanoTime() + timeout.toNanos();
      double expires = time.instant().plus(timeout).toEpochMilli() / 1_000.0;
      long listeners = channels.command(request.replyTo(ticket, id), expires, clock.tick());
      var only = request.destination();
      return gather(list, ticket, only == null ? listeners : only.size(), end);
    } finally {
      channels.closeReplies(id);
    }
  }

  private Map<String, JsonNode> gather(String list, String ticket, long most, long end) {
    var answers = new LinkedHashMap<String, JsonNode>();
    while (answers.size() < most) {
      double left = (end - System.nanoTime()) / 1e9;
      if (left <= 0) {
        break;
      }
      double wait = Math.min(left, MOST_WAIT_SECONDS);
      var popped = link.call(redis -> redis.brpop(wait, list));
      if (popped != null) {
        reply(popped.getValue(), ticket)
            .ifPresent(reply -> answers.put(reply.node(), reply.body()));
      }
    }
    return answers;
  }

  private Optional<ControlReply> reply(String element, String ticket) {
    if (KombuEnvelope.read(element.getBytes(UTF_8)) instanceof CeleryMessage message
        && ticket.equals(ControlReply.ticket(message))) {
      clock.heard(message.headers().path("clock").asLong(0));
      return Optional.ofNullable(ControlReply.read(message));
    }
    return Optional.empty(); // to a command that is over
  }
}
