// SPDX-License-Identifier: Apache-2.0
package dev.lovage.redis;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/// Whom a connection by TLS trusts.
final class RedisTls {

  private RedisTls() {}

  static SSLSocketFactory trusting(RedisUrl url) {
    var file = url.options().get("ssl_ca_certs");
    if (file == null) {
      return (SSLSocketFactory) SSLSocketFactory.getDefault();
    }
    try (var pem = Files.newInputStream(Path.of(file))) {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        store.setCertificateEntry("ca" + number++, certificate);
      }
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      var context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context.getSocketFactory();
    } catch (IOException | GeneralSecurityException e) {
      throw new LovageException(
          ErrorCode.INVALID,
          "broker: ssl_ca_certs: can't be read as certificates in PEM: " + e.getMessage(),
          e);
    }
  }
}
