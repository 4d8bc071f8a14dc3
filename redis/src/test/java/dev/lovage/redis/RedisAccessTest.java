// SPDX-License-Identifier: Apache-2.0
package dev.lovage.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import dev.lovage.servers.RedisServer;
import dev.lovage.spi.BrokerEngine;
import dev.lovage.spi.StoredResult;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Servers that want to know who comes, are spoken to by TLS, are found by sentinels, or can't be
/// used.
@Tag("server")
class RedisAccessTest {

  @TempDir Path folder;

  @BeforeEach
  void skipWithoutRedis() {
    RedisHarness.server();
  }

  private static void use(String url) {
    try (var broker = BrokerEngine.open(url)) {
      broker.results().put(List.of(new StoredResult("a", "{}", false, null)));
      assertThat(broker.results().get(List.of("a"))).containsKey("a");
      assertThat(broker.description()).doesNotContain("geheim");
    }
  }

  private static void assertRefused(String url, ErrorCode code, String why) {
    assertThatThrownBy(() -> use(url))
        .isInstanceOfSatisfying(
            LovageException.class,
            e -> {
              assertThat(e.code()).isEqualTo(code);
              assertThat(e.getMessage()).contains(why).doesNotContain("geheim");
            });
  }

  @Test
  void a_password_and_a_user_are_told() {
    var settings = List.of("--requirepass", "geheim");
    try (var redis = RedisServer.start(settings)) {
      use("redis://:geheim@127.0.0.1:" + redis.port());
      assertRefused(redis.url(), ErrorCode.BROKEN, "NOAUTH");
    }
    var users =
        List.of("--user", "me", "on", ">geheim", "~*", "&*", "+@all", "--user", "default", "off");
    try (var redis = RedisServer.start(users)) {
      use("redis://me:geheim@127.0.0.1:" + redis.port());
      assertRefused("redis://me:geheim2@127.0.0.1:" + redis.port(), ErrorCode.BROKEN, "WRONGPASS");
    }
  }

  @Test
  void a_server_is_found_by_its_sentinels() {
    try (var redis = RedisServer.start();
        var sentinel = RedisServer.sentinelOf(redis, "main")) {
      use("sentinel://127.0.0.1:" + sentinel.port() + "/0?master=main");
    }
  }

  @Test
  void a_cluster_is_refused_with_the_reason() {
    try (var redis = RedisServer.start(List.of("--cluster-enabled", "yes"))) {
      assertRefused(redis.url(), ErrorCode.INVALID, "Redis Cluster");
    }
  }

  @Test
  void who_is_away_is_unavailable() {
    try (var redis = RedisServer.start()) {
      redis.kill();
      assertRefused(redis.url() + "?wait=100ms", ErrorCode.UNAVAILABLE, "127.0.0.1");
      redis.resume();
      use(redis.url());
    }
  }

  @Test
  void tls_trusts_whom_it_is_told_to() throws Exception {
    var certificate = certificate();
    var settings =
        List.of(
            "--tls-cert-file",
            certificate.resolve("cert.pem").toString(),
            "--tls-key-file",
            certificate.resolve("key.pem").toString(),
            "--tls-auth-clients",
            "no");
    try (var redis = RedisServer.start(settings)) {
      var url = "rediss://127.0.0.1:" + redis.port() + "/0?wait=100ms";
      use(url + "&ssl_ca_certs=" + certificate.resolve("cert.pem"));
      assertRefused(url, ErrorCode.UNAVAILABLE, "127.0.0.1");
    }
  }

  /// One that signs itself, made by the JDK's own tool.
  private Path certificate() throws Exception {
    var place = Files.createDirectories(Path.of("/tmp").resolve(folder.getFileName() + "-tls"));
    var store = folder.resolve("store.p12");
    var made =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "RSA",
                "-alias",
                "redis",
                "-dname",
                "CN=redis",
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                "geheim",
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .start();
    made.getInputStream().transferTo(OutputStream.nullOutputStream());
    assertThat(made.waitFor()).isZero();
    var keys = KeyStore.getInstance(store.toFile(), "geheim".toCharArray());
    pem(place.resolve("cert.pem"), "CERTIFICATE", keys.getCertificate("redis").getEncoded());
    pem(
        place.resolve("key.pem"),
        "PRIVATE KEY",
        keys.getKey("redis", "geheim".toCharArray()).getEncoded());
    return place;
  }

  private static void pem(Path file, String kind, byte[] content) throws Exception {
    var text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    Files.writeString(
        file, "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
    file.toFile().setReadable(true, false);
    file.toFile().deleteOnExit();
  }
}
