// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What Redis's lists hold, from the commands in its log, which name no element that they take.
final class RedisLists {

  private final Map<String, Deque<String>> lists = new HashMap<>();

  /// Does what a command does.
  ///
  /// @return the elements that it has taken off a list
  List<String> apply(List<String> command) {
    var taken = new ArrayList<String>();
    switch (command.getFirst().toUpperCase(Locale.ROOT)) {
      case "LPUSH" -> command.subList(2, command.size()).forEach(of(command.get(1))::addFirst);
      case "RPUSH" -> command.subList(2, command.size()).forEach(of(command.get(1))::addLast);
      case "LPOP" -> pop(command, true, taken);
      case "RPOP" -> pop(command, false, taken);
      case "LMOVE" -> move(command, taken);
      case "DEL", "UNLINK" -> command.subList(1, command.size()).forEach(lists::remove);
      default -> {}
    }
    return taken;
  }

  private Deque<String> of(String key) {
    return lists.computeIfAbsent(key, _ -> new ArrayDeque<>());
  }

  private void pop(List<String> command, boolean left, List<String> taken) {
    int count = command.size() > 2 ? Integer.parseInt(command.get(2)) : 1;
    for (int i = 0; i < count; i++) {
      var element = end(of(command.get(1)), left);
      if (element != null) {
        taken.add(element);
      }
    }
  }

  /// To where it is, it changes nothing.
  private void move(List<String> command, List<String> taken) {
    var from = command.get(1);
    var to = command.get(2);
    if (!from.equals(to)) {
      var element = end(of(from), isLeft(command.get(3)));
      if (element != null) {
        taken.add(element);
        if (isLeft(command.get(4))) {
          of(to).addFirst(element);
        } else {
          of(to).addLast(element);
        }
      }
    }
  }

  private static boolean isLeft(String side) {
    return side.equalsIgnoreCase("LEFT");
  }

  private static @Nullable String end(Deque<String> list, boolean left) {
    return left ? list.pollFirst() : list.pollLast();
  }
}
