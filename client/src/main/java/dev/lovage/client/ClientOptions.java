// SPDX-License-Identifier: Apache-2.0
package dev.lovage.client;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How a [LovageClient] calls.
public final class ClientOptions {

  static final Duration CONNECT = Duration.ofSeconds(5);

  private @Nullable String token;
  private Duration patience = Duration.ofSeconds(30);
  private Duration timeout = Duration.ofSeconds(20);

  ClientOptions() {}

  /// What the server was started with as `--token`. It is sent in clear unless the address begins
  /// with `https`.
  public ClientOptions token(String value) {
    if (value.isEmpty() || !value.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new LovageException(
          ErrorCode.INVALID, "token: must be visible ASCII characters without blanks");
    }
    this.token = value;
    return this;
  }

  /// How long a call is repeated that does not come through; 30 s if not set, and zero for no
  /// repetition.
  public ClientOptions patience(Duration value) {
    if (value.isNegative()) {
      throw new LovageException(ErrorCode.INVALID, "patience: must not be negative");
    }
    this.patience = value;
    return this;
  }

  /// How long the answer to one request may take, waits that were asked for not counted; 20 s if
  /// not set.
  public ClientOptions timeout(Duration value) {
    if (!value.isPositive()) {
      throw new LovageException(ErrorCode.INVALID, "timeout: must be more than zero");
    }
    this.timeout = value;
    return this;
  }

  @Nullable String token() {
    return token;
  }

  Duration patience() {
    return patience;
  }

  Duration timeout() {
    return timeout;
  }
}
