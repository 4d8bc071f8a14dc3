// SPDX-License-Identifier: Apache-2.0
package dev.lovage.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lovage.spi.CompleteGroup;
import dev.lovage.spi.GroupPart;
import dev.lovage.spi.GroupSize;
import dev.lovage.spi.ResultBackend;
import dev.lovage.spi.StoredResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.params.SetParams;

/// Results in Celery's keys.
final class RedisResults implements ResultBackend, AutoCloseable {

  private static final RedisScript PUT = RedisScript.named("put");
  private static final RedisScript COUNT = RedisScript.named("count");
  private static final int MOST_AT_ONCE = 500;

  private final RedisLink link;
  private final RedisKeys keys;
  private final RedisEars ears;

  RedisResults(RedisLink link, RedisKeys keys) {
    this.link = link;
    this.keys = keys;
    this.ears = new RedisEars(link);
  }

  @Override
  public void put(List<StoredResult> results) {
    for (int from = 0; from < results.size(); from += MOST_AT_ONCE) {
      var scriptKeys = new ArrayList<byte[]>();
      var arguments = new ArrayList<byte[]>();
      for (var r : results.subList(from, Math.min(from + MOST_AT_ONCE, results.size()))) {
        scriptKeys.add(keys.result(r.id()).getBytes(UTF_8));
        arguments.add(r.document().getBytes(UTF_8));
        arguments.add(seconds(r.ttl()));
      }
      var _ = link.call(redis -> PUT.run(redis, scriptKeys, arguments));
    }
  }

  /// At least one, since the server takes no less.
  private static byte[] seconds(@Nullable Duration ttl) {
    return ttl == null ? new byte[0] : Long.toString(Math.max(1, ttl.toSeconds())).getBytes(UTF_8);
  }

  @Override
  public Map<String, String> get(Collection<String> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    var names = List.copyOf(ids);
    var values =
        link.call(redis -> redis.mget(names.stream().map(keys::result).toArray(String[]::new)));
    var found = new HashMap<String, String>();
    for (int i = 0; i < names.size(); i++) {
      if (values.get(i) != null) {
        found.put(names.get(i), values.get(i));
      }
    }
    return found;
  }

  @Override
  public void forget(Collection<String> ids) {
    delete(ids.stream().map(keys::result).toList());
  }

  private void delete(List<String> those) {
    if (!those.isEmpty()) {
      var _ = link.call(redis -> redis.del(those.toArray(String[]::new)));
    }
  }

  @Override
  public Optional<String> await(String id, Predicate<String> wanted, Duration timeout)
      throws InterruptedException {
    return ears.await(keys.result(id), wanted, timeout);
  }

  @Override
  public void expect(List<GroupSize> groups) {
    for (var group : groups) {
      var key = keys.group(group.group());
      long ttl = Math.max(1, group.ttl().toSeconds());
      var form = group.form();
      if (form != null) {
        var _ = link.call(redis -> redis.set(key, form, SetParams.setParams().ex(ttl)));
      }
      var _ =
          link.call(redis ->
              redis.set(
                  key + ".s", Integer.toString(group.parts()), SetParams.setParams().ex(ttl)));
    }
  }

  @Override
  public List<Optional<CompleteGroup>> count(List<GroupPart> parts) {
    var scriptKeys = new ArrayList<byte[]>();
    var arguments = new ArrayList<byte[]>();
    for (var part : parts) {
      scriptKeys.add(keys.group(part.group()).getBytes(UTF_8));
      arguments.add(part.id().getBytes(UTF_8));
      arguments.add((part.index() == null ? "+inf" : part.index().toString()).getBytes(UTF_8));
      arguments.add(part.document().getBytes(UTF_8));
      arguments.add(seconds(part.ttl()));
    }
    var answer = (List<?>) link.call(redis -> COUNT.run(redis, scriptKeys, arguments));
    return answer.stream().map(group -> complete((List<?>) group)).toList();
  }

  private static Optional<CompleteGroup> complete(List<?> group) {
    if (group.isEmpty()) {
      return Optional.empty();
    }
    var texts = group.stream().map(text -> new String((byte[]) text, UTF_8)).toList();
    var form = texts.getFirst();
    return Optional.of(
        new CompleteGroup(texts.subList(1, texts.size()), form.isEmpty() ? null : form));
  }

  @Override
  public void forgetGroups(Collection<String> groups) {
    var all = new ArrayList<String>();
    for (var group : groups) {
      for (var part : List.of(".j", ".t", ".s")) {
        all.add(keys.group(group) + part);
      }
    }
    delete(all);
  }

  @Override
  public void close() {
    ears.close();
  }
}
