// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench.embedded;

import dev.lovage.Lovage;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/// Measures once in this process and prints one JSON object:
///
///     submit CALLERS WARM_SECONDS SECONDS URL
///     drain WARM_TASKS TASKS URL
///     round-trip WARM_TASKS TASKS URL
public final class Embedded {

  private Embedded() {}

  public static void main(String[] args) throws Exception {
    var url = args[args.length - 1];
    var numbers = IntStream.range(1, args.length - 1).map(i -> Integer.parseInt(args[i])).toArray();
    try (var lovage = Lovage.open(url)) {
      var result =
          switch (args[0]) {
            case "submit" -> new Submitting(lovage, numbers[0]).run(numbers[1], numbers[2]);
            case "drain" -> new Draining(lovage).run(numbers[0], numbers[1]);
            case "round-trip" -> RoundTrips.in(lovage).run(numbers[0], numbers[1]);
            default -> throw new IllegalArgumentException("unknown scenario " + args[0]);
          };
      System.out.println(JsonMapper.shared().writeValueAsString(result.json()));
    }
  }
}
