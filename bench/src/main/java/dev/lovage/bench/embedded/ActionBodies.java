// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench.embedded;

import dev.lovage.TaskId;
import dev.lovage.spi.LoggedAction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// The actions that are appended: of 10,000 users, about 150 bytes each.
final class ActionBodies {

  private static final int USERS = 10_000;

  private final SplittableRandom random;

  ActionBodies(int seed) {
    this.random = new SplittableRandom(seed);
  }

  List<LoggedAction> list(int size) {
    var list = new ArrayList<LoggedAction>(size);
    var now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    for (int i = 0; i < size; i++) {
      list.add(
          new LoggedAction(
              TaskId.next(InstantSource.system(), random).uuid(),
              "user-" + random.nextInt(USERS),
              "view",
              now,
              "{\"item\":"
                  + random.nextInt(100_000)
                  + ",\"seconds\":"
                  + random.nextInt(600)
                  + "}"));
    }
    return list;
  }

  /// As lines of JSON.
  byte[] lines(int size) {
    var text = new StringBuilder(160 * size);
    var now = Instant.now().truncatedTo(ChronoUnit.MICROS).toString();
    for (var action : list(size)) {
      text.append("{\"id\":\"")
          .append(action.id())
          .append("\",\"user\":\"")
          .append(action.user())
          .append("\",\"kind\":\"view\",\"time\":\"")
          .append(now)
          .append("\",\"body\":")
          .append(action.body())
          .append("}\n");
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }
}
