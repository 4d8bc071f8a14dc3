// SPDX-License-Identifier: Apache-2.0
package dev.lovage.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lovage.celery.CeleryEvent;
import dev.lovage.celery.CeleryMessage;
import dev.lovage.celery.ControlReply;
import dev.lovage.celery.ControlRequest;
import dev.lovage.celery.KombuEnvelope;
import java.util.UUID;

/// Kombu's fanout, by channels: who does not listen at the moment does not hear.
///
/// @param prefix before every key and channel
record RedisChannels(RedisLink link, String prefix, int database) {

  private static final String BINDING = "_kombu.binding.";
  private static final String FIELD_MARK = "\u0006\u0016";
  private static final int FIELDS = 3;

  /// Replies that nobody fetches are forgotten.
  private static final long REPLIES_SECONDS = 60;

  /// The channel of commands.
  String commands() {
    return channel(ControlRequest.EXCHANGE);
  }

  /// The channel of events of a type.
  String events(String routingKey) {
    return channel(CeleryEvent.EXCHANGE + "/" + routingKey);
  }

  private String channel(String name) {
    return prefix + "/" + database + "." + name;
  }

  /// Tells all who listen to a command.
  ///
  /// @param expires in seconds since 1970
  /// @return how many they are
  long command(ControlRequest request, double expires, long clock) {
    var element = element(request.write(expires, clock), ControlRequest.EXCHANGE, "");
    var channel = commands().getBytes(UTF_8);
    return link.call(redis -> redis.publish(channel, element));
  }

  void event(CeleryMessage message, String routingKey) {
    var element = element(message, CeleryEvent.EXCHANGE, routingKey);
    var channel = events(routingKey).getBytes(UTF_8);
    var _ = link.call(redis -> redis.publish(channel, element));
  }

  private static byte[] element(CeleryMessage message, String exchange, String routingKey) {
    var tag = UUID.randomUUID().toString();
    return KombuEnvelope.write(KombuEnvelope.addressed(message, exchange, routingKey, tag));
  }

  /// Makes a list for the replies to a command known, under an id.
  ///
  /// @return its key
  String openReplies(String id) {
    var list = id + ".reply.celery.pidbox";
    var _ = link.call(redis -> redis.sadd(replyBinding(), member(id, list)));
    return prefix + list;
  }

  void closeReplies(String id) {
    var list = id + ".reply.celery.pidbox";
    var _ = link.call(redis -> redis.srem(replyBinding(), member(id, list)));
    var _ = link.call(redis -> redis.del(prefix + list));
  }

  private String replyBinding() {
    return prefix + BINDING + ControlRequest.REPLY_EXCHANGE;
  }

  private static String member(String id, String list) {
    return id + FIELD_MARK + FIELD_MARK + list;
  }

  /// Replies to whoever has given a command.
  void reply(ControlReply reply, ControlRequest.ReplyTo to, long clock) {
    var element = element(reply.write(to, clock), to.exchange(), to.routingKey());
    for (var member : link.call(redis -> redis.smembers(prefix + BINDING + to.exchange()))) {
      var fields = member.split(FIELD_MARK, -1);
      if (fields.length == FIELDS && fields[0].equals(to.routingKey())) {
        var list = (prefix + fields[2]).getBytes(UTF_8);
        var _ = link.call(redis -> redis.lpush(list, element));
        var _ = link.call(redis -> redis.expire(list, REPLIES_SECONDS));
      }
    }
  }
}
