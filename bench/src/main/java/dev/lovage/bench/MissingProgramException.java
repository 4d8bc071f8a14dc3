// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

/// A program that the bench needs is not on this machine; the message says how to get it.
final class MissingProgramException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  MissingProgramException(String message) {
    super(message);
  }
}
