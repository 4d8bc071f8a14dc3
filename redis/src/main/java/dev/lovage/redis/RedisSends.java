// SPDX-License-Identifier: Apache-2.0
package dev.lovage.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import dev.lovage.celery.CeleryMessage;
import dev.lovage.celery.KombuEnvelope;
import dev.lovage.spi.Message;
import dev.lovage.spi.Outgoing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Brings the messages of many callers to the server in few calls: while one is on its way, those
/// that come gather for the next.
final class RedisSends implements AutoCloseable {

  private static final RedisScript SEND = RedisScript.named("send");
  private static final int LANES = 2;
  private static final int MOST = 256;
  private static final int MOST_AT_ONCE = 1_000;

  private final RedisLink link;
  private final RedisKeys keys;
  private final LinkedBlockingQueue<Call> calls = new LinkedBlockingQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean closing;

  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  private record Element(String queue, int priority, byte[] text) {}

  private record Call(List<Element> elements, CompletableFuture<@Nullable Void> answer) {}

  private RedisSends(RedisLink link, RedisKeys keys) {
    this.link = link;
    this.keys = keys;
  }

  static RedisSends open(RedisLink link, RedisKeys keys) {
    var sends = new RedisSends(link, keys);
    for (int i = 1; i <= LANES; i++) {
      sends.threads.add(
          Thread.ofPlatform().daemon().name("lovage-redis-send-" + i).start(sends::work));
    }
    return sends;
  }

  void send(List<Outgoing> messages) {
    // Written by the thread of who sends, since there are many of them.
    var call =
        new Call(messages.stream().map(RedisSends::element).toList(), new CompletableFuture<>());
    if (closing) {
      throw closed();
    }
    calls.add(call);
    if (closing && calls.remove(call)) {
      throw closed();
    }
    try {
      call.answer.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof LovageException cause) {
        // A stack of this thread too, as the lane's own says nothing of the caller.
        throw new LovageException(cause.code(), String.valueOf(cause.getMessage()), cause);
      }
      throw e;
    }
  }

  private static Element element(Outgoing outgoing) {
    var message = message(outgoing.message());
    var urgency = outgoing.urgency();
    if (urgency != null && message.properties() instanceof ObjectNode properties) {
      var changed = properties.deepCopy().put("priority", RedisKeys.priority(urgency));
      message =
          new CeleryMessage(
              message.headers(),
              changed,
              message.contentType(),
              message.contentEncoding(),
              message.body());
    }
    var addressed =
        KombuEnvelope.addressed(message, "", outgoing.queue(), UUID.randomUUID().toString());
    return new Element(outgoing.queue(), message.priority(), KombuEnvelope.write(addressed));
  }

  static CeleryMessage message(Message message) {
    return new CeleryMessage(
        message.headers(),
        message.properties(),
        message.contentType(),
        message.contentEncoding(),
        message.body());
  }

  private void work() {
    var group = new ArrayList<Call>();
    while (!closing || !calls.isEmpty()) {
      try {
        group.add(calls.take());
        calls.drainTo(group, MOST - 1);
        run(group);
      } catch (InterruptedException e) {
        // close() ends this thread, nobody else.
      } finally {
        group.clear();
      }
    }
  }

  private void run(List<Call> group) {
    try {
      var elements = group.stream().flatMap(call -> call.elements.stream()).toList();
      for (int from = 0; from < elements.size(); from += MOST_AT_ONCE) {
        push(elements.subList(from, Math.min(from + MOST_AT_ONCE, elements.size())));
      }
      group.forEach(call -> call.answer.complete(null));
    } catch (RuntimeException | Error e) {
      group.forEach(call -> call.answer.completeExceptionally(e));
    }
  }

  /// The mark of the call lets it be repeated.
  private void push(List<Element> elements) {
    var lists = new LinkedHashMap<String, List<Element>>();
    for (var element : elements) {
      var list = new String(keys.list(element.queue, element.priority), UTF_8);
      lists.computeIfAbsent(list, _ -> new ArrayList<>()).add(element);
    }
    var scriptKeys = new ArrayList<byte[]>();
    var arguments = new ArrayList<byte[]>();
    scriptKeys.add(keys.sent(UUID.randomUUID().toString()));
    lists.forEach((list, its) -> {
      scriptKeys.add(list.getBytes(UTF_8));
      arguments.add(Integer.toString(its.size()).getBytes(UTF_8));
    });
    lists.values().forEach(its -> its.forEach(element -> arguments.add(element.text)));
    var _ = link.patiently(redis -> SEND.run(redis, scriptKeys, arguments));
  }

  private static LovageException closed() {
    return new LovageException(ErrorCode.BROKEN, "broker: is closed here");
  }

  @Override
  public void close() {
    closing = true;
    threads.forEach(Thread::interrupt);
    for (var thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
