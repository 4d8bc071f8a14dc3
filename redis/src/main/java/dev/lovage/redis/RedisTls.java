// SPDX-License-Identifier: Apache-2.0
package dev.lovage.redis;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.SslVerifyMode;

/// Whom a connection by TLS trusts.
final class RedisTls {

  private static final String TYPE = "PKCS12";

  /// The form asks for a password; certificates are public.
  private static final String NO_SECRET = "lovage";

  private RedisTls() {}

  /// The server must be who it says it is.
  static SslOptions options(RedisUrl url) {
    var options = SslOptions.builder().sslVerifyMode(SslVerifyMode.FULL);
    var file = url.options().get("ssl_ca_certs");
    if (file != null) {
      var store = store(file);
      options
          .trustStoreType(TYPE)
          .truststore(() -> new ByteArrayInputStream(store), NO_SECRET.toCharArray());
    }
    return options.build();
  }

  /// The certificates of a PEM file in the form that Jedis reads.
  private static byte[] store(String file) {
    try (var pem = Files.newInputStream(Path.of(file));
        var bytes = new ByteArrayOutputStream()) {
      var store = KeyStore.getInstance(TYPE);
      store.load(null, null);
      int number = 0;
      for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        store.setCertificateEntry("ca" + number++, certificate);
      }
      store.store(bytes, NO_SECRET.toCharArray());
      return bytes.toByteArray();
    } catch (IOException | GeneralSecurityException e) {
      throw new LovageException(
          ErrorCode.INVALID,
          "broker: ssl_ca_certs: can't be read as certificates in PEM: " + e.getMessage(),
          e);
    }
  }
}
