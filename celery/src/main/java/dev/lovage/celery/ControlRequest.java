// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A command of Celery's remote control, as it is broadcast to all workers.
///
/// @param method such as `ping` or `revoke`
/// @param destination the nodes that are meant; null for all
/// @param pattern of nodes that are meant; null for none
/// @param reply null if nobody waits for a reply
public record ControlRequest(
    String method,
    Map<String, JsonNode> arguments,
    @Nullable List<String> destination,
    @Nullable NodePattern pattern,
    @Nullable ReplyTo reply) {

  /// The fanout exchange that commands go to.
  public static final String EXCHANGE = "celery.pidbox";

  /// Where replies go, under a queue's id.
  public static final String REPLY_EXCHANGE = "reply.celery.pidbox";

  /// Nodes by name.
  ///
  /// @param matcher `glob` or `pcre`
  public record NodePattern(String pattern, String matcher) {

    boolean matches(String node) {
      try {
        return matcher.equals("pcre")
            ? Pattern.compile(pattern).matcher(node).lookingAt()
            : Pattern.compile(Glob.toRegex(pattern)).matcher(node).matches();
      } catch (PatternSyntaxException | StackOverflowError e) {
        return false;
      }
    }
  }

  /// Who waits for the reply.
  public record ReplyTo(String ticket, String exchange, String routingKey) {}

  public ControlRequest {
    arguments = KombuJson.copy(arguments);
    destination = destination == null ? null : List.copyOf(destination);
  }

  /// A command for all nodes.
  public static ControlRequest of(String method, Map<String, JsonNode> arguments) {
    return new ControlRequest(method, arguments, null, null, null);
  }

  /// A command for all nodes, checked as far as it is known here.
  ///
  /// @param arguments a JSON object as text
  /// @throws LovageException `INVALID` if they are none or do not fit, and for `election`, of which
  ///   a worker of Celery's that is alone dies
  public static ControlRequest of(String method, String arguments) {
    var json = KombuJson.read(arguments);
    if (json == null || !json.isObject()) {
      throw new LovageException(ErrorCode.INVALID, method + ": its arguments must be an object");
    }
    var request = of(method, KombuJson.map(json));
    return switch (ControlCommand.of(request)) {
      case ControlCommand.Malformed(var _, var reason) ->
          throw new LovageException(ErrorCode.INVALID, method + ": " + reason);
      case ControlCommand.Election _ ->
          throw new LovageException(ErrorCode.INVALID, method + ": is not a command to send");
      default -> request;
    };
  }

  /// For these nodes only.
  public ControlRequest to(List<String> nodes) {
    return new ControlRequest(method, arguments, nodes, pattern, reply);
  }

  /// With a reply to a queue `<id>.reply.celery.pidbox`.
  public ControlRequest replyTo(String ticket, String queueId) {
    var to = new ReplyTo(ticket, REPLY_EXCHANGE, queueId);
    return new ControlRequest(method, arguments, destination, pattern, to);
  }

  /// Whether a node is meant.
  public boolean isFor(String node) {
    if (destination != null) {
      return destination.contains(node);
    }
    return pattern == null || pattern.matches(node);
  }

  /// Reads a command; null if the message is none.
  public static @Nullable ControlRequest read(CeleryMessage message) {
    var json = KombuJson.read(message.body());
    var method = json == null ? null : KombuJson.string(json, "method");
    if (json == null || method == null) {
      return null;
    }
    var nodes = json.path("destination");
    var pattern = KombuJson.string(json, "pattern");
    var matcher = KombuJson.string(json, "matcher");
    return new ControlRequest(
        method,
        KombuJson.map(json.path("arguments")),
        nodes.isNull() || nodes.isMissingNode()
            ? null
            : KombuJson.list(nodes).stream().map(n -> n.asString("")).toList(),
        pattern == null ? null : new NodePattern(pattern, matcher == null ? "glob" : matcher),
        reply(json));
  }

  private static @Nullable ReplyTo reply(JsonNode json) {
    var to = json.path("reply_to");
    var ticket = KombuJson.string(json, "ticket");
    var exchange = KombuJson.string(to, "exchange");
    var key = KombuJson.string(to, "routing_key");
    return exchange == null || key == null
        ? null
        : new ReplyTo(ticket == null ? "" : ticket, exchange, key);
  }

  /// Writes it as a message.
  ///
  /// @param expires when nobody waits any more, in seconds since 1970; 0 for never
  /// @param clock the sender's logical clock
  public CeleryMessage write(double expires, long clock) {
    var body = KombuJson.object();
    body.put("method", method);
    body.set("arguments", KombuJson.object(arguments));
    body.set(
        "destination", destination == null ? KombuJson.nothing() : KombuJson.strings(destination));
    body.set("pattern", KombuJson.text(pattern == null ? null : pattern.pattern()));
    body.set("matcher", KombuJson.text(pattern == null ? null : pattern.matcher()));
    if (reply != null) {
      body.put("ticket", reply.ticket());
      body.putObject("reply_to")
          .put("exchange", reply.exchange())
          .put("routing_key", reply.routingKey());
    }
    return CeleryMessage.json(
        KombuJson.object().put("clock", clock).put("expires", expires),
        KombuJson.object().put("delivery_mode", 2).put("priority", 0),
        body);
  }
}
