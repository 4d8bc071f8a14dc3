// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

/// A measurement that could not be made, in words for the person who asked for it.
final class BenchException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  BenchException(String message) {
    super(message);
  }

  BenchException(String message, Throwable cause) {
    super(message, cause);
  }
}
