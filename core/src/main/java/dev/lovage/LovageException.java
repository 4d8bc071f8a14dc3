// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import org.jspecify.annotations.Nullable;

/// The one exception of the API: a code for the program and a message, with the remedy, for a
/// person.
public final class LovageException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  public LovageException(ErrorCode code, String message) {
    this(code, message, null);
  }

  public LovageException(ErrorCode code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  public ErrorCode code() {
    return code;
  }

  /// Whether the same call may succeed later without any change.
  public boolean isTransient() {
    return code == ErrorCode.UNAVAILABLE || code == ErrorCode.FULL;
  }
}
