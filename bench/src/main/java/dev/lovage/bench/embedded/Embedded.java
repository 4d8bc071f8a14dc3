// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench.embedded;

import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/// Measures once in this process and prints one JSON object:
///
///     submit CALLERS WARM_SECONDS SECONDS URL
///     drain WARM_TASKS TASKS URL
///     round-trip WARM_TASKS TASKS URL
///     bulk WARM_TASKS TASKS URL
///     mixed WARM_SECONDS SECONDS URL
///     delayed-insert TASKS URL
///     delayed-idle TASKS SECONDS URL
///     delayed-lateness TASKS SECONDS URL
///     delayed-release TASKS URL
///     schedules COUNT ROUNDS URL
///     backlog TASKS URL
///     aged TASKS URL
///     idle-transaction SECONDS URL
///     keys KEYS URL
///     keys-limited KEYS URL
///     actions WARM_SECONDS SECONDS URL
///     actions-driver WARM_SECONDS SECONDS URL
///     worker URL
///
/// The last runs Celery's no-ops until it is killed.
public final class Embedded {

  private Embedded() {}

  public static void main(String[] args) throws Exception {
    var url = args[args.length - 1];
    var numbers = IntStream.range(1, args.length - 1).map(i -> Integer.parseInt(args[i])).toArray();
    var result =
        switch (args[0]) {
          case "backlog" -> Backlog.measure(url, numbers[0]);
          case "actions-driver" ->
              url.startsWith("cassandra:")
                  ? CassandraIngest.measure(url, numbers[0], numbers[1])
                  : JdbcIngest.measure(url, numbers[0], numbers[1]);
          case "keys" -> Keys.measure(url, numbers[0], false);
          case "keys-limited" -> Keys.measure(url, numbers[0], true);
          default -> run(args[0], numbers, url);
        };
    System.out.println(JsonMapper.shared().writeValueAsString(result.json()));
  }

  private static Result run(String scenario, int[] numbers, String url) throws Exception {
    try (var place = Place.open(url)) {
      var lovage = place.lovage();
      return switch (scenario) {
        case "submit" -> new Submitting(place, numbers[0]).run(numbers[1], numbers[2]);
        case "drain" -> new Draining(place).run(numbers[0], numbers[1]);
        case "aged" -> Aging.of(lovage, numbers[0]).run(numbers[0]);
        case "idle-transaction" -> IdleTransaction.measure(lovage, numbers[0]);
        case "round-trip" -> RoundTrips.in(lovage).run(numbers[0], numbers[1]);
        case "actions" -> HttpIngest.measure(lovage, numbers[0], numbers[1]);
        case "worker" -> Place.serve(lovage);
        case "bulk" -> new Bulk(place).run(numbers[0], numbers[1]);
        case "mixed" -> Mixed.in(lovage).run(numbers[0], numbers[1]);
        case "delayed-insert" -> Delayed.in(lovage).insert(numbers[0]);
        case "delayed-idle" -> Delayed.in(lovage).idle(numbers[0], numbers[1]);
        case "delayed-lateness" -> Delayed.in(lovage).lateness(numbers[0], numbers[1]);
        case "schedules" -> Ticking.measure(lovage, numbers[0], numbers[1]);
        case "delayed-release" -> Delayed.in(lovage).release(numbers[0]);
        default -> throw new IllegalArgumentException("unknown scenario " + scenario);
      };
    }
  }
}
