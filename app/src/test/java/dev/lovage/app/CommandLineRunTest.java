// SPDX-License-Identifier: Apache-2.0
package dev.lovage.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineRunTest {

  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int execute(String... args) {
    var run = new CommandLineRun(App.named("demo"), new PrintStream(out), new PrintStream(err));
    return run.execute(args, Map.of());
  }

  @Test
  void helpGoesToStandardOutput() {
    assertThat(execute("--help")).isZero();
    assertThat(out.toString()).startsWith("Usage: demo");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void wrongArgumentsExitWithTwo() {
    assertThat(execute("--prot", "9")).isEqualTo(2);
    assertThat(err)
        .hasToString(
            "demo: unknown option --prot; did you mean --port? (--help lists the options)\n");
  }

  @Test
  void aPortInUseExitsWithOneAndNamesTheRemedy() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      var port = Integer.toString(taken.getLocalPort());

      assertThat(execute("--port", port, "--data", folder.toString())).isEqualTo(1);

      assertThat(err)
          .hasToString(
              "demo: port "
                  + port
                  + " on 127.0.0.1 is taken by another program; choose another with --port N, or 0 for"
                  + " any free one\n");
    }
  }

  @Test
  void anOpenAddressWithoutATokenExitsWithTwo() {
    assertThat(execute("--host", "0.0.0.0", "--port", "0", "--data", folder.toString()))
        .isEqualTo(2);
    assertThat(err.toString()).contains("needs a token").hasLineCount(1);
  }

  @Test
  void aStoreThatNoEngineTakesExitsWithTwo() {
    assertThat(execute("--store", "oracle:here")).isEqualTo(2);
    assertThat(err.toString())
        .contains("no engine here takes 'oracle:here'", "sqlite:lovage.db")
        .hasLineCount(1);
  }

  @Test
  void aStoreThatCantBeOpenedExitsWithOne() throws Exception {
    var noDatabase =
        Files.writeString(folder.resolve("lovage.db"), "this is not a database, ".repeat(99));

    assertThat(execute("--port", "0", "--store", "sqlite:" + noDatabase)).isEqualTo(1);
    assertThat(err.toString()).startsWith("demo: ").contains("lovage.db").hasLineCount(1);
  }
}
