// SPDX-License-Identifier: Apache-2.0
package dev.lovage.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How Cassandra is run: by a JDK 17, as it stops on newer ones, on the class path that Maven
/// makes.
///
/// @param command that runs it
record CassandraProgram(List<String> command) {

  private static final String VERSION = "5.0.9";
  private static final int JDK = 17;
  private static final String PERIODIC = "periodic\ncommitlog_sync_period: 10000ms";
  private static final String MAIN = "org.apache.cassandra.service.CassandraDaemon";
  private static final List<String> EXPORTS =
      List.of(
          "java.base/jdk.internal.misc",
          "java.base/jdk.internal.ref",
          "java.base/sun.nio.ch",
          "java.management.rmi/com.sun.jmx.remote.internal.rmi",
          "java.rmi/sun.rmi.registry",
          "java.rmi/sun.rmi.server",
          "java.sql/java.sql",
          "java.base/java.lang.ref",
          "jdk.unsupported/sun.misc");
  private static final List<String> OPENS =
      List.of(
          "java.base/java.lang.module",
          "java.base/jdk.internal.loader",
          "java.base/jdk.internal.ref",
          "java.base/jdk.internal.reflect",
          "java.base/jdk.internal.math",
          "java.base/jdk.internal.module",
          "java.base/jdk.internal.util.jar",
          "jdk.management/com.sun.management.internal",
          "java.base/sun.nio.ch",
          "java.base/java.io",
          "java.base/java.lang",
          "java.base/java.lang.reflect",
          "java.base/java.util",
          "java.base/java.util.concurrent",
          "java.base/java.util.concurrent.atomic",
          "java.base/java.nio",
          "java.base/java.net");

  /// Finds what it needs and writes its settings into the folder.
  static CassandraProgram of(Path folder, String heap, String sync, int port) {
    var java = requireJdk().resolve("bin/java");
    write(folder.resolve("cassandra.yaml"), "cassandra.yaml", folder, sync, port);
    write(folder.resolve("logback.xml"), "cassandra-logback.xml", folder, sync, port);
    var command = new ArrayList<String>(List.of(java.toString()));
    EXPORTS.forEach(name -> command.addAll(List.of("--add-exports", name + "=ALL-UNNAMED")));
    OPENS.forEach(name -> command.addAll(List.of("--add-opens", name + "=ALL-UNNAMED")));
    command.addAll(
        List.of(
            "-Djdk.attach.allowAttachSelf=true",
            "-Xms" + heap,
            "-Xmx" + heap,
            "-XX:+UseSerialGC",
            "-Xss256k",
            "-Dcassandra.config=file://" + folder + "/cassandra.yaml",
            "-Dcassandra.storagedir=" + folder,
            "-Dlogback.configurationFile=" + folder + "/logback.xml",
            "-Dcassandra-foreground=yes",
            "-Dcassandra.ring_delay_ms=0",
            "-Dcassandra.skip_wait_for_gossip_to_settle=0",
            "-Dcassandra.superuser_setup_delay_ms=0",
            "-Dcassandra.jmx.local.port=" + FreePort.next(),
            "-cp",
            classPath(folder),
            MAIN));
    return new CassandraProgram(List.copyOf(command));
  }

  Process run(Path folder) {
    try {
      return new ProcessBuilder(Command.unprivileged(command))
          .directory(folder.toFile())
          .redirectErrorStream(true)
          .redirectOutput(folder.resolve("server.log").toFile())
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String resource, Path folder, String sync, int port) {
    try (var in = CassandraProgram.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource);
      }
      var text =
          new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
              .replace("FOLDER", folder.toString())
              .replace("SYNC", "periodic".equals(sync) ? PERIODIC : sync)
              .replace("STORAGE_PORT", "" + FreePort.next())
              .replace("CQL_PORT", "" + port);
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Maven fetches the jars into a folder that anybody may read, as the server runs as nobody.
  private static String classPath(Path folder) {
    var jars = Path.of(System.getProperty("java.io.tmpdir"), "lovage-cassandra-" + VERSION);
    if (!Files.exists(jars.resolve("complete"))) {
      var pom = folder.resolve("pom.xml");
      try (var in = CassandraProgram.class.getResourceAsStream("cassandra-pom.xml")) {
        if (in == null) {
          throw new IllegalStateException("cassandra-pom.xml");
        }
        Files.write(pom, in.readAllBytes());
        Files.createDirectories(jars);
        var maven = new ArrayList<>(List.of("mvn", "-B", "-q", "-f", pom.toString()));
        var repository = System.getProperty("lovage.repository");
        if (repository != null && !repository.startsWith("$")) {
          maven.add("-Dmaven.repo.local=" + repository);
        }
        maven.addAll(
            List.of(
                "org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy-dependencies",
                "-DoutputDirectory=" + jars,
                "-DincludeScope=runtime"));
        Command.run(folder, maven);
        Files.writeString(jars.resolve("complete"), VERSION);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (IllegalStateException e) {
        throw new MissingServerException(
            "Cassandra " + VERSION + " can't be fetched with Maven (mvn): " + e.getMessage());
      }
    }
    return jars + "/*";
  }

  private static Path requireJdk() {
    var jdk = findJdk();
    if (jdk == null) {
      Packages.install("openjdk-17-jre-headless");
      jdk = findJdk();
    }
    if (jdk == null) {
      throw new MissingServerException(
          "there is no Java 17, which Cassandra needs; install it, for example:"
              + " apt-get install openjdk-17-jre-headless");
    }
    return jdk;
  }

  private static @Nullable Path findJdk() {
    var named = Map.copyOf(System.getenv()).getOrDefault("LOVAGE_JAVA_17", "");
    var folder = Path.of("/usr/lib/jvm");
    try (var installed = Files.isDirectory(folder) ? Files.list(folder) : Stream.<Path>empty()) {
      return Stream.concat(
              named.isEmpty() ? Stream.empty() : Stream.of(Path.of(named)), installed.sorted())
          .filter(CassandraProgram::isSeventeen)
          .findFirst()
          .orElse(null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isSeventeen(Path home) {
    var release = home.resolve("release");
    try {
      return Files.isExecutable(home.resolve("bin/java"))
          && Files.exists(release)
          && Files.readString(release).contains("JAVA_VERSION=\"" + JDK);
    } catch (IOException e) {
      return false;
    }
  }
}
