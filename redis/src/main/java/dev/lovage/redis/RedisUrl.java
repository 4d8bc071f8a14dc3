// SPDX-License-Identifier: Apache-2.0
package dev.lovage.redis;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
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
import redis.clients.jedis.HostAndPort;

/// `redis://[[user]:password@]host[:port][/database][?option=value&…]`, `rediss://` for TLS, or
/// `sentinel://host:port,host:port/database?master=name`. Options:
///
/// - `results=URL`: where results are kept, in the same form (default: here)
/// - `wait=2s`: how long a submit waits for a server that is away before it is refused
/// - `timeout=2s`: how long an answer may take
/// - `connections=64`: the most of this process
/// - `unacked=64`: in lists up to this length messages that are taken are in kombu's record at
///   once; of longer ones what is not over by then, with the first heartbeat
/// - `global_keyprefix`, `result_keyprefix`: before every key of queues, of results
/// - `default_queue=celery`: for tasks in a canvas of which nobody says where they are sent
/// - `node`: under which name Celery's tools know the worker (default: `lovage@` and its id)
/// - `control=on`: whether workers take commands of Celery's remote control
/// - `task_events=off`: whether workers tell of their tasks from the start, as with Celery's `-E`
/// - `sent_events=off`: whether what is sent from here is told, as `task_send_sent_event`
/// - `master`: the name that the sentinels know the server by
/// - `ssl_ca_certs=FILE`: the authorities to trust, in PEM (default: the JDK's)
record RedisUrl(
    List<HostAndPort> hosts,
    boolean tls,
    @Nullable String user,
    @Nullable String password,
    int database,
    boolean sentinels,
    Map<String, String> options) {

  private static final Set<String> SCHEMES = Set.of("redis", "rediss", "sentinel");
  private static final Pattern FORM =
      Pattern.compile("([a-z]+)://(?:([^@/?]*)@)?([^/?]*)(?:/([^?]*))?(?:\\?(.*))?");
  private static final Pattern HOST =
      Pattern.compile("(\\[[^\\]]+\\]|[^:\\[\\]]+)(?::(\\d{1,5}))?");
  private static final Pattern TIME = Pattern.compile("(\\d{1,6})(ms|s)");
  private static final String KNOWN =
      "results, wait, timeout, connections, unacked, global_keyprefix, result_keyprefix,"
          + " default_queue, node, control, task_events, sent_events, master, ssl_ca_certs";

  static boolean accepts(String url) {
    int colon = url.indexOf("://");
    return colon > 0 && SCHEMES.contains(url.substring(0, colon));
  }

  static RedisUrl parse(String url) {
    var match = FORM.matcher(url);
    if (!match.matches() || !accepts(url)) {
      throw invalid("is not of the form redis://[[user]:password@]host[:port][/database]");
    }
    boolean sentinels = match.group(1).equals("sentinel");
    var options = options(match.group(5));
    if (sentinels != options.containsKey("master")) {
      throw invalid(
          sentinels
              ? "needs the option master, the name that the sentinels know the server by"
              : "has the option master, which is for sentinel:// URLs; leave it out");
    }
    var who = match.group(2);
    int colon = who == null ? -1 : who.indexOf(':');
    var user = who == null || colon == 0 ? null : decode(colon < 0 ? who : who.substring(0, colon));
    var parsed =
        new RedisUrl(
            hosts(match.group(3), sentinels ? 26379 : 6379),
            match.group(1).equals("rediss"),
            user,
            colon < 0 ? null : decode(String.valueOf(who).substring(colon + 1)),
            database(match.group(4)),
            sentinels,
            options);
    parsed.check();
    return parsed;
  }

  private void check() {
    var _ = patience();
    var _ = timeout();
    var _ = connections();
    var _ = unacked();
    var _ = isOn("control");
    var _ = isOn("task_events");
    var _ = isOn("sent_events");
    results();
  }

  private static List<HostAndPort> hosts(String text, int standard) {
    var hosts = new ArrayList<HostAndPort>();
    for (var one : text.split("[,;]", -1)) {
      var match = HOST.matcher(one);
      if (!match.matches()) {
        throw invalid("needs a host, for example redis://localhost:6379/0");
      }
      hosts.add(
          new HostAndPort(
              match.group(1),
              match.group(2) == null ? standard : Integer.parseInt(match.group(2))));
    }
    if (hosts.size() > 1 && standard == 6379) {
      throw invalid("names several hosts; only sentinel:// takes more than one");
    }
    return hosts;
  }

  private static int database(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return 0;
    }
    if (!text.matches("\\d{1,4}")) {
      throw invalid("database must be a number, but is '" + text + "'");
    }
    return Integer.parseInt(text);
  }

  private static Map<String, String> options(@Nullable String query) {
    var options = new HashMap<String, String>();
    if (query == null || query.isEmpty()) {
      return options;
    }
    for (var option : query.split("&", -1)) {
      int equals = option.indexOf('=');
      var name = equals < 0 ? option : option.substring(0, equals);
      if (equals < 0 || !Set.of(KNOWN.split(",\\s*")).contains(name)) {
        throw invalid("has the unknown option '" + name + "'; known: " + KNOWN);
      }
      options.put(name, decode(option.substring(equals + 1)));
    }
    return options;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  Duration patience() {
    return time("wait", "2s");
  }

  Duration timeout() {
    return time("timeout", "2s");
  }

  private Duration time(String option, String standard) {
    var text = options.getOrDefault(option, standard);
    var match = TIME.matcher(text);
    if (!match.matches()) {
      throw invalid(option + " must be a time such as 500ms or 2s, but is '" + text + "'");
    }
    long number = Long.parseLong(match.group(1));
    return match.group(2).equals("s") ? Duration.ofSeconds(number) : Duration.ofMillis(number);
  }

  int connections() {
    return number("connections", "64", 8);
  }

  /// How many messages, taken at a time, are in kombu's record at once.
  int unacked() {
    return number("unacked", "64", 0);
  }

  private int number(String option, String standard, int least) {
    var text = options.getOrDefault(option, standard);
    if (!text.matches("\\d{1,4}") || Integer.parseInt(text) < least) {
      throw invalid(option + " must be at least " + least + ", but is '" + text + "'");
    }
    return Integer.parseInt(text);
  }

  RedisKeys keys() {
    return new RedisKeys(
        options.getOrDefault("global_keyprefix", ""), options.getOrDefault("result_keyprefix", ""));
  }

  String defaultQueue() {
    return options.getOrDefault("default_queue", "celery");
  }

  /// Whether a switch is on.
  boolean isOn(String option) {
    var text = options.getOrDefault(option, option.equals("control") ? "on" : "off");
    if (!text.equals("on") && !text.equals("off")) {
      throw invalid(option + " must be on or off, but is '" + text + "'");
    }
    return text.equals("on");
  }

  /// As a URL, without secrets and options.
  String address() {
    return (sentinels ? "sentinel" : tls ? "rediss" : "redis")
        + "://"
        + hosts.getFirst()
        + "/"
        + database;
  }

  /// Where results are kept, if not here.
  @Nullable RedisUrl results() {
    var url = options.get("results");
    return url == null ? null : parse(url);
  }

  /// For a person, without secrets.
  String description() {
    var master = options.get("master");
    return "Redis "
        + hosts.getFirst()
        + (master == null ? "" : " (" + master + ")")
        + "/"
        + database
        + (tls ? " by TLS" : "")
        + ", as durable as the server's settings";
  }

  private static LovageException invalid(String what) {
    // Without the URL, which may hold a password.
    return new LovageException(ErrorCode.INVALID, "broker: the redis URL " + what);
  }
}
