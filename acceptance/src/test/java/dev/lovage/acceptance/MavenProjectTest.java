// SPDX-License-Identifier: Apache-2.0
package dev.lovage.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A plain Maven project that depends on the installed artifacts compiles and runs, on the class
/// path and on the module path.
@Tag("slow")
class MavenProjectTest {

  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String JAVA = System.getProperty("java.home") + "/bin/java";

  private static final String POM =
      """
      <project xmlns="http://maven.apache.org/POM/4.0.0">
        <modelVersion>4.0.0</modelVersion>
        <groupId>com.example</groupId>
        <artifactId>shop</artifactId>
        <version>1</version>
        <properties>
          <maven.compiler.release>25</maven.compiler.release>
          <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
        </properties>
        <dependencies>
          <dependency>
            <groupId>dev.lovage</groupId>
            <artifactId>lovage</artifactId>
            <version>%s</version>
          </dependency>
        </dependencies>
        <build>
          <plugins>
            <plugin><artifactId>maven-resources-plugin</artifactId><version>3.3.1</version></plugin>
            <plugin><artifactId>maven-compiler-plugin</artifactId><version>3.16.0</version></plugin>
            <plugin><artifactId>maven-surefire-plugin</artifactId><version>3.6.1</version></plugin>
            <plugin><artifactId>maven-jar-plugin</artifactId><version>3.5.1</version></plugin>
            <plugin><artifactId>maven-dependency-plugin</artifactId><version>3.11.0</version></plugin>
          </plugins>
        </build>
      </project>
      """;

  private static final String SHOP =
      """
      package shop;

      import dev.lovage.app.App;

      public class Shop {
        public static void main(String[] args) {
          var app = App.named("shop");
          var total = app.served("current", 0L);
          var add = app.task("add", Integer.class, Long.class, n -> n + 1L, t -> t.publishes(total));
          app.web().get("/set/{n}", request -> add.submit(request.pathInt("n")).id());
          app.web().get("/current", request -> total.get());
          app.run(args);
        }
      }
      """;

  private static final String MODULE =
      """
      module shop {
        requires dev.lovage.app;
      }
      """;

  @TempDir Path folder;

  @Test
  void theExampleRunsFromAMavenProject() throws IOException {
    Files.createDirectories(folder.resolve("src/main/java"));
    Files.copy(
        Repo.root().resolve("examples/Fibonacci.java"),
        folder.resolve("src/main/java/Fibonacci.java"));
    var path = build();

    try (var app = java("-cp", path, "Fibonacci", "--port", "0")) {
      var web = app.awaitWeb();
      assertThat(web.get("/set/20")).startsWith("The new Fibonacci number");
      web.await(LIMIT, "/current", "6765");
    }
  }

  @Test
  void aModuleRunsOnTheModulePath() throws IOException {
    Files.createDirectories(folder.resolve("src/main/java/shop"));
    Files.writeString(folder.resolve("src/main/java/shop/Shop.java"), SHOP);
    Files.writeString(folder.resolve("src/main/java/module-info.java"), MODULE);
    var path = build();

    try (var app = java("-p", path, "-m", "shop/shop.Shop", "--port", "0")) {
      var web = app.awaitWeb();
      web.get("/set/41");
      web.await(LIMIT, "/current", "42");
    }
  }

  /// Builds the project and returns what it needs to run, itself first.
  private String build() throws IOException {
    Files.writeString(
        folder.resolve("pom.xml"), POM.formatted(System.getProperty("lovage.version")));
    var maven =
        List.of(
            "env",
            "JAVA_HOME=" + System.getProperty("java.home"),
            "mvn",
            "-q",
            "-B",
            "-Dmaven.repo.local=" + System.getProperty("lovage.repository"),
            "-Dmdep.outputFile=path.txt",
            "package",
            "dependency:build-classpath");
    try (var build = Started.command(folder, maven)) {
      assertThat(build.awaitExit(LIMIT)).as("%s", build).isZero();
    }
    var libraries = Files.readString(folder.resolve("path.txt")).strip();
    return folder.resolve("target/classes") + java.io.File.pathSeparator + libraries;
  }

  private Started java(String... words) {
    var command = new java.util.ArrayList<>(List.of(JAVA));
    command.addAll(List.of(words));
    return Started.command(folder, command);
  }
}
