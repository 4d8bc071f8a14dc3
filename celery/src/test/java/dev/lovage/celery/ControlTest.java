// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.celery.ControlRequest.NodePattern;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ControlTest {

  @Test
  void everythingFlowerAsksIsUnderstood() {
    for (var json : Captures.json("flower-pidbox-requests").values()) {
      var message = CeleryMessage.json(json.get("headers"), KombuJson.object(), json.get("body"));
      var command = ControlCommand.of(ControlRequest.read(message));
      assertThat(command)
          .isNotInstanceOfAny(ControlCommand.Unknown.class, ControlCommand.Malformed.class);
    }
  }

  @Test
  void aNodeKnowsWhetherItIsMeant() {
    var ping = ControlCommand.Simple.PING.request();
    assertThat(ping.isFor("celery@a")).isTrue();
    assertThat(ping.to(List.of("celery@b")).isFor("celery@a")).isFalse();
    assertThat(by("celery@*", "glob").isFor("celery@a")).isTrue();
    assertThat(by("java@?", "glob").isFor("celery@a")).isFalse();
    assertThat(by("celery@[ab]", "glob").isFor("celery@a")).isTrue();
    assertThat(by("celery@", "pcre").isFor("celery@a")).isTrue();
    assertThat(by("(", "pcre").isFor("celery@a")).isFalse();
  }

  private static ControlRequest by(String pattern, String matcher) {
    return new ControlRequest("ping", Map.of(), null, new NodePattern(pattern, matcher), null);
  }

  @Test
  void whatIsMissingOrUnknownIsSaidAsPythonSaysIt() {
    assertThat(ControlCommand.of(ControlRequest.of("query_task", Map.of())))
        .isInstanceOf(ControlCommand.Malformed.class);
    assertThat(ControlReply.unknown("no_such").get("error").asString())
        .isEqualTo("KeyError('no_such')");
  }

  @Test
  void answersHaveTheFieldsThatCelerysHave() {
    var task = Captures.tasks("redis-task-simple").getFirst();
    var hand = new WorkerReplies.InHand("java@here", Instant.EPOCH, true, 7);
    var active = only("pidbox-inspect-active-reply").get(0);
    assertThat(WorkerReplies.task(task, hand, false).propertyNames())
        .containsExactlyElementsOf(active.propertyNames());
    var queue = only("pidbox-inspect-active_queues-reply").get(0);
    assertThat(WorkerReplies.queue("celery", "celery", "celery").propertyNames())
        .containsAll(queue.propertyNames());
    var stats = only("pidbox-inspect-stats-reply");
    var pool = new WorkerReplies.Pool("threads", 2, 7, null);
    var broker = new WorkerReplies.BrokerInfo("redis", "127.0.0.1", 6379, "0");
    assertThat(WorkerReplies.stats(Map.of("t", 3L), pool, broker, 8, 5, 9).propertyNames())
        .containsExactlyInAnyOrderElementsOf(stats.propertyNames());
  }

  private static JsonNode only(String capture) {
    return Captures.json(capture).at("/replies/0/decoded_body").values().iterator().next();
  }
}
