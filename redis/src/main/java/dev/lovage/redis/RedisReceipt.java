// SPDX-License-Identifier: Apache-2.0
package dev.lovage.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;

/// Proves that a message is held: the lease of the call that took it, which is its list and the
/// call's id on a line each, and its position among those that the call took.
record RedisReceipt(String lease, String position) {

  static RedisReceipt of(String text) {
    int line = text.lastIndexOf('\n');
    return new RedisReceipt(text.substring(0, line), text.substring(line + 1));
  }

  String text() {
    return lease + "\n" + position;
  }

  /// Those of a call together, as scripts take them.
  static List<RedisReceipt> byCalls(Collection<String> texts) {
    var calls = new LinkedHashMap<String, List<RedisReceipt>>();
    for (var text : texts) {
      var receipt = of(text);
      calls.computeIfAbsent(receipt.lease(), lease -> new ArrayList<>()).add(receipt);
    }
    return calls.values().stream().flatMap(List::stream).toList();
  }

  /// For each call its lease, how many receipts it has here, and their positions.
  ///
  /// @param sorted by calls
  static void addTo(List<byte[]> arguments, List<RedisReceipt> sorted) {
    for (int from = 0; from < sorted.size(); ) {
      var lease = sorted.get(from).lease();
      int to = from;
      while (to < sorted.size() && sorted.get(to).lease().equals(lease)) {
        to++;
      }
      arguments.add(lease.getBytes(UTF_8));
      arguments.add(Integer.toString(to - from).getBytes(UTF_8));
      sorted.subList(from, to).forEach(r -> arguments.add(r.position().getBytes(UTF_8)));
      from = to;
    }
  }
}
