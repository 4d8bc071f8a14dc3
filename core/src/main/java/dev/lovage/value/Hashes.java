// SPDX-License-Identifier: Apache-2.0
package dev.lovage.value;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The hash of contents.
final class Hashes {

  private Hashes() {}

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
