// SPDX-License-Identifier: Apache-2.0
package dev.lovage.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/// The names of keys: Celery's, and those that Lovage has beside them.
///
/// @param prefix before every key of queues
/// @param results before every key of results
record RedisKeys(String prefix, String results) {

  private static final String STEP_MARK = "\u0006\u0016";

  /// Kombu's buckets of priorities, first to last.
  static final List<Integer> STEPS = List.of(0, 3, 6, 9);

  /// What is held and until when as far as kombu knows, and the leases of Lovage's workers, of
  /// which the scripts make the names of what was taken together.
  List<byte[]> holding() {
    return List.of(bytes("unacked"), bytes("unacked_index"), bytes("lovage.leases"));
  }

  byte[] queue(String queue) {
    return bytes(queue);
  }

  /// The list of a queue for a priority of kombu's numbers, of which 0 comes first.
  byte[] list(String queue, int priority) {
    int step = step(priority);
    return bytes(step == 0 ? queue : queue + STEP_MARK + step);
  }

  static int step(int priority) {
    int clamped = Math.clamp(priority, 0, 9);
    return clamped - clamped % 3;
  }

  /// Kombu's number for an urgency of Lovage's. Celery's default is its first, so Lovage's default
  /// and all above it are that; what is less urgent comes behind.
  static int priority(int urgency) {
    return switch (urgency) {
      case 0 -> 9;
      case 1, 2 -> 6;
      case 3, 4 -> 3;
      default -> 0;
    };
  }

  byte[] delayed(String queue) {
    return bytes("lovage.delayed." + queue);
  }

  byte[] rejected(String queue) {
    return bytes("lovage.rejected." + queue);
  }

  byte[] sent(String call) {
    return bytes("lovage.sent." + call);
  }

  String result(String id) {
    return results + "celery-task-meta-" + id;
  }

  String group(String id) {
    return results + "celery-taskset-meta-" + id;
  }

  private byte[] bytes(String key) {
    return (prefix + key).getBytes(UTF_8);
  }
}
