// SPDX-License-Identifier: Apache-2.0
package dev.lovage.schedule;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The signature of a call: the HMAC-SHA256, under a secret that both sides know, of the time of
/// the call in seconds since 1970, a full stop and the body; in hexadecimal.
final class Signature {

  private static final String ALGORITHM = "HmacSHA256";
  private static final int SHORTEST_SECRET = 16;

  private Signature() {}

  static String of(String secret, String seconds, byte[] body) {
    if (secret.length() < SHORTEST_SECRET) {
      throw new LovageException(
          ErrorCode.BROKEN,
          "secret: has fewer than "
              + SHORTEST_SECRET
              + " characters; take one that can't be guessed");
    }
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      mac.update((seconds + ".").getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java has HMAC-SHA256", e);
    }
  }

  /// Takes the same time for all signatures of this length.
  static boolean isSame(String given, String wanted) {
    return MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), wanted.getBytes(StandardCharsets.UTF_8));
  }
}
