// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `postgresql://user[:password]@host[:port]/database[?option=value&…]`. Options:
///
/// - `schema=lovage`: where the tables are; made if it is not there
/// - `durability=power|process`: whether a commit waits for the disk (default: power)
/// - `notifications=on|off`: off for a pooler in transaction mode, such as PgBouncer; polling takes
///   over
/// - `connections=10`: the most of this process
/// - `wait=2s`: how long a call waits for the database to come back before it is refused
/// - `sslmode`, `sslrootcert`, `sslcert`, `sslkey`, `sslpassword`: as in PostgreSQL's own driver
record PostgresUrl(
    String server,
    String schema,
    boolean powerSafe,
    boolean notifications,
    int connections,
    Duration patience,
    Map<String, String> driver) {

  private static final int PATIENCE_SECONDS = 20;
  private static final Set<String> SCHEMES = Set.of("postgresql", "postgres");
  private static final Set<String> FOR_THE_DRIVER =
      Set.of("sslmode", "sslrootcert", "sslcert", "sslkey", "sslpassword");
  private static final Pattern SCHEMA = Pattern.compile("[a-z_][a-z0-9_]{0,62}");
  private static final Pattern WAIT = Pattern.compile("(\\d{1,6})(ms|s)");
  private static final String KNOWN =
      "schema, durability, notifications, connections, wait, sslmode, sslrootcert, sslcert, sslkey,"
          + " sslpassword";

  static boolean accepts(String url) {
    int colon = url.indexOf("://");
    return colon > 0 && SCHEMES.contains(url.substring(0, colon));
  }

  static PostgresUrl parse(String url) {
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException e) {
      throw invalid("is not a URL: " + e.getReason());
    }
    var path = uri.getPath();
    if (uri.getHost() == null || path == null || path.length() < 2) {
      throw invalid("needs a host and a database, for example postgresql://user@localhost/app");
    }
    var driver = new HashMap<String, String>();
    user(uri, driver);
    var options = options(uri.getRawQuery());
    for (var option : options.keySet()) {
      if (FOR_THE_DRIVER.contains(option)) {
        driver.put(option, options.get(option));
      }
    }
    int port = uri.getPort() < 0 ? 5432 : uri.getPort();
    return new PostgresUrl(
        uri.getHost() + ":" + port + path,
        schema(options.getOrDefault("schema", "lovage")),
        either(options, "durability", "power", "process"),
        either(options, "notifications", "on", "off"),
        connections(options.getOrDefault("connections", "10")),
        wait(options.getOrDefault("wait", "2s")),
        Map.copyOf(driver));
  }

  private static void user(URI uri, Map<String, String> driver) {
    var user = uri.getRawUserInfo();
    if (user == null) {
      return;
    }
    int colon = user.indexOf(':');
    driver.put("user", decode(colon < 0 ? user : user.substring(0, colon)));
    if (colon >= 0) {
      driver.put("password", decode(user.substring(colon + 1)));
    }
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
        throw invalid("has the unknown option '" + option + "'; known: " + KNOWN);
      }
      options.put(name, decode(option.substring(equals + 1)));
    }
    return options;
  }

  private static String schema(String name) {
    if (!SCHEMA.matcher(name).matches()) {
      throw invalid("schema must be lower case letters, digits and _, but is '" + name + "'");
    }
    return name;
  }

  private static boolean either(
      Map<String, String> options, String name, String standard, String other) {
    var value = options.getOrDefault(name, standard);
    if (!value.equals(standard) && !value.equals(other)) {
      throw invalid(name + " must be " + standard + " or " + other + ", but is '" + value + "'");
    }
    return value.equals(standard);
  }

  private static int connections(String text) {
    if (!text.matches("\\d{1,4}") || Integer.parseInt(text) < 2) {
      throw invalid("connections must be at least 2, but is '" + text + "'");
    }
    return Integer.parseInt(text);
  }

  private static Duration wait(String text) {
    var match = WAIT.matcher(text);
    if (!match.matches()) {
      throw invalid("wait must be a time such as 500ms or 2s, but is '" + text + "'");
    }
    long number = Long.parseLong(match.group(1));
    return match.group(2).equals("s") ? Duration.ofSeconds(number) : Duration.ofMillis(number);
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  String jdbc() {
    return "jdbc:postgresql://" + server;
  }

  /// What the driver is told at each connection.
  Properties properties() {
    var properties = new Properties();
    properties.putAll(driver);
    properties.setProperty("ApplicationName", "lovage");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("binaryTransferEnable", "UUID_ARRAY");
    // A server that hangs, or something else that took its port, must not hold a thread for ever.
    properties.setProperty("connectTimeout", "1");
    properties.setProperty("loginTimeout", "1");
    properties.setProperty("socketTimeout", Integer.toString(PATIENCE_SECONDS));
    if (notifications) {
      properties.setProperty("prepareThreshold", "2");
      // Statistics of a queue are always of yesterday; each statement here has its index.
      properties.setProperty(
          "options",
          "-c enable_seqscan=off -c enable_bitmapscan=off -c enable_sort=off -c jit=off"
              + " -c statement_timeout=%ds%s"
                  .formatted(
                      // What nobody waits for any more must not go on there, holding its locks.
                      PATIENCE_SECONDS + 5, powerSafe ? "" : " -c synchronous_commit=off"));
    } else {
      // Behind a pooler the next statement may go to another session.
      properties.setProperty("prepareThreshold", "0");
    }
    return properties;
  }

  String description() {
    return "PostgreSQL "
        + server
        + ", schema "
        + schema
        + (powerSafe
            ? ", as durable as the server's settings"
            : ", process-safe: a crash of the server may lose the last moments");
  }

  private static LovageException invalid(String what) {
    // Without the URL, which may hold a password.
    return new LovageException(ErrorCode.INVALID, "store: the postgresql URL " + what);
  }
}
