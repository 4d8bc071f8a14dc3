// SPDX-License-Identifier: Apache-2.0
package dev.lovage.cassandra;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `cassandra://[user:password@]host[:port][,host2[:port]]/keyspace[?option=value&…]`. Options:
///
/// - `dc`: the datacenter that is written to, by default `datacenter1`
/// - `replication`: of the keyspace if it is made here, by default 1
/// - `shards`: into how many partitions a stream's time buckets are cut, by default 8; fixed by the
///   first append to a stream
/// - `settle`: how long after its id was made an action may still come, by default `10s`; readers
///   by cursor are so far behind
///
/// @param user null for none
record CassandraUrl(
    List<InetSocketAddress> hosts,
    String keyspace,
    String datacenter,
    @Nullable String user,
    @Nullable String password,
    int replication,
    Layout layout) {

  static final String SCHEME = "cassandra://";

  private static final int PORT = 9042;
  private static final Set<String> OPTIONS = Set.of("dc", "replication", "shards", "settle");
  private static final Pattern SHAPE =
      Pattern.compile("(?:([^@/]*)@)?([^@/?]+)/([^/?]+)(?:\\?(.*))?");
  private static final Pattern KEYSPACE = Pattern.compile("[a-z][a-z0-9_]{0,47}");
  private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,3}");
  private static final Pattern SECONDS = Pattern.compile("([1-9]\\d{0,3})s");

  /// How a stream is cut.
  ///
  /// @param settle how far readers by cursor are behind
  record Layout(int shards, Duration settle) {}

  static CassandraUrl parse(String url) {
    var match = SHAPE.matcher(url.substring(SCHEME.length()));
    if (!match.matches()) {
      throw invalid("needs hosts and a keyspace, for example cassandra://localhost/lovage");
    }
    var options = options(match.group(4));
    var keyspace = match.group(3);
    if (!KEYSPACE.matcher(keyspace).matches()) {
      throw invalid(
          "names the keyspace '"
              + keyspace
              + "'; it takes small letters, digits and _, 48 at most");
    }
    var credentials = match.group(1) == null ? new String[0] : match.group(1).split(":", 2);
    return new CassandraUrl(
        hosts(match.group(2)),
        keyspace,
        options.getOrDefault("dc", "datacenter1"),
        credentials.length == 0 ? null : decode(credentials[0]),
        credentials.length < 2 ? null : decode(credentials[1]),
        number("replication", options.getOrDefault("replication", "1")),
        new Layout(
            number("shards", options.getOrDefault("shards", "8")),
            settle(options.getOrDefault("settle", "10s"))));
  }

  private static Map<String, String> options(@Nullable String query) {
    var options = new HashMap<String, String>();
    if (query != null) {
      for (var option : query.split("&", -1)) {
        var pair = option.split("=", 2);
        if (pair.length < 2 || !OPTIONS.contains(pair[0])) {
          throw invalid(
              "has the unknown option '" + option + "'; known: dc, replication, shards, settle");
        }
        options.put(pair[0], decode(pair[1]));
      }
    }
    return options;
  }

  private static List<InetSocketAddress> hosts(String text) {
    var hosts = new ArrayList<InetSocketAddress>();
    for (var host : text.split(",", -1)) {
      int colon = host.lastIndexOf(':');
      var name = colon < 0 ? host : host.substring(0, colon);
      var port = colon < 0 ? "" + PORT : host.substring(colon + 1);
      if (name.isEmpty() || !port.matches("\\d{1,5}") || Integer.parseInt(port) > 65_535) {
        throw invalid("has the host '" + host + "'; expected host or host:port");
      }
      hosts.add(new InetSocketAddress(name, Integer.parseInt(port)));
    }
    return List.copyOf(hosts);
  }

  private static int number(String option, String text) {
    if (!NUMBER.matcher(text).matches()) {
      throw invalid(option + " must be a number from 1, but is '" + text + "'");
    }
    return Integer.parseInt(text);
  }

  private static Duration settle(String text) {
    var match = SECONDS.matcher(text);
    if (!match.matches()) {
      throw invalid("settle must be whole seconds such as 10s, but is '" + text + "'");
    }
    return Duration.ofSeconds(Long.parseLong(match.group(1)));
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  String description() {
    return "Cassandra at "
        + String.join(",", hosts.stream().map(h -> h.getHostString() + ":" + h.getPort()).toList())
        + ", keyspace "
        + keyspace
        + ", as durable as the cluster's settings; cursors are "
        + layout.settle().toSeconds()
        + " s behind";
  }

  private static LovageException invalid(String what) {
    // Without the URL, which may hold a password.
    return new LovageException(ErrorCode.INVALID, "actions: the cassandra URL " + what);
  }
}
