// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import dev.lovage.spi.WorkerInfo;
import dev.lovage.spi.WorkerStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// Reads what nodes answer of themselves as Lovage tells of workers.
public final class Peers {

  /// What they are to be asked.
  public static final List<String> QUESTIONS =
      List.of("stats", "active_queues", "registered", "active");

  private Peers() {}

  /// Those who have answered `stats`.
  ///
  /// @param answers by question, each by node
  public static List<WorkerStatus> of(Map<String, Map<String, JsonNode>> answers, Instant now) {
    var workers = new ArrayList<WorkerStatus>();
    answers
        .getOrDefault("stats", Map.of())
        .forEach((node, stats) -> {
          int size = stats.at("/pool/max-concurrency").asInt(0);
          var queues = new LinkedHashMap<String, Integer>();
          list(answers, "active_queues", node)
              .forEach(queue -> queues.put(queue.path("name").asString(""), size));
          var types = new TreeSet<String>();
          list(answers, "registered", node).forEach(name -> types.add(bare(name.asString(""))));
          var info =
              new WorkerInfo(
                  node,
                  node.substring(node.indexOf('@') + 1),
                  stats.path("pid").asLong(0),
                  queues,
                  types,
                  false);
          var since = now.minus(Duration.ofSeconds(stats.path("uptime").asLong(0)));
          int running = list(answers, "active", node).size();
          workers.add(new WorkerStatus(info, since, now, running, true));
        });
    return workers;
  }

  private static List<JsonNode> list(
      Map<String, Map<String, JsonNode>> answers, String question, String node) {
    return KombuJson.list(
        answers.getOrDefault(question, Map.of()).getOrDefault(node, KombuJson.nothing()));
  }

  /// Without the details that follow a name: `demo.add [rate_limit=5/s]`.
  private static String bare(String name) {
    int space = name.indexOf(' ');
    return space < 0 ? name : name.substring(0, space);
  }
}
