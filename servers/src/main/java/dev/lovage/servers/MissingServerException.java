// SPDX-License-Identifier: Apache-2.0
package dev.lovage.servers;

/// This machine does not have a server and can't get it; the message says how a person can.
public final class MissingServerException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  MissingServerException(String message) {
    super(message);
  }
}
