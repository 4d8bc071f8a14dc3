// SPDX-License-Identifier: Apache-2.0
package dev.lovage.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/// A script that the server runs as one step, called by the hash under which the server keeps it.
final class RedisScript {

  private final byte[] text;
  private final byte[] hash;

  private RedisScript(String text) {
    this.text = text.getBytes(UTF_8);
    try {
      var sha = MessageDigest.getInstance("SHA-1").digest(this.text);
      this.hash = HexFormat.of().formatHex(sha).getBytes(UTF_8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }

  /// One that works on what is held, by the words of common.lua.
  static RedisScript ofHolding(String name) {
    return new RedisScript(read("common") + read(name));
  }

  static RedisScript named(String name) {
    return new RedisScript(read(name));
  }

  private static String read(String name) {
    try (var file = RedisScript.class.getResourceAsStream(name + ".lua")) {
      return new String(Objects.requireNonNull(file, name).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Object run(UnifiedJedis redis, List<byte[]> keys, List<byte[]> arguments) {
    try {
      return redis.evalsha(hash, keys, arguments);
    } catch (JedisNoScriptException e) { // A server that has just started.
      return redis.eval(text, keys, arguments);
    }
  }
}
