// SPDX-License-Identifier: Apache-2.0
package dev.lovage.redis;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import java.util.List;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/// Tells what passes from what does not, in words without secrets.
record RedisFailures(RedisUrl url) {

  /// How a server begins that can't do it now and may later.
  private static final List<String> PASSING =
      List.of(
          "LOADING", "MASTERDOWN", "READONLY", "BUSY", "TRYAGAIN", "OOM", "NOREPLICAS", "MISCONF");

  LovageException of(JedisException e) {
    var message = String.valueOf(e.getMessage());
    boolean passes =
        e instanceof JedisConnectionException
            || PASSING.stream().anyMatch(message::startsWith)
            || message.contains("Could not get a resource")
            || message.contains("sentinel");
    return new LovageException(
        passes ? ErrorCode.UNAVAILABLE : ErrorCode.BROKEN, url.description() + ": " + message, e);
  }
}
