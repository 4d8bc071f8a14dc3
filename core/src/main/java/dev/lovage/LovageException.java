// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The one exception of the API: a code for the program and a message, with the remedy, for a
/// person.
public final class LovageException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final @Nullable Duration retryAfter;

  public LovageException(ErrorCode code, String message) {
    this(code, message, null);
  }

  public LovageException(ErrorCode code, String message, @Nullable Throwable cause) {
    this(code, message, cause, null);
  }

  /// @param retryAfter when the same call is likely to succeed, from now
  public LovageException(
      ErrorCode code, String message, @Nullable Throwable cause, @Nullable Duration retryAfter) {
    super(message, cause);
    this.code = code;
    this.retryAfter = retryAfter;
  }

  /// When the same call is likely to succeed, from now; empty if nothing is known of that.
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  public ErrorCode code() {
    return code;
  }

  /// Whether the same call may succeed later without any change.
  public boolean isTransient() {
    return code == ErrorCode.UNAVAILABLE || code == ErrorCode.FULL;
  }
}
