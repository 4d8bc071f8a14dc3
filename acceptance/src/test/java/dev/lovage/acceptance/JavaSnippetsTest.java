// SPDX-License-Identifier: Apache-2.0
package dev.lovage.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Every Java block of every page is a whole program and compiles.
class JavaSnippetsTest {

  private static final Pattern CLASS =
      Pattern.compile("^(?:public )?(?:final )?class (\\w+)", Pattern.MULTILINE);

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> everyJavaBlockCompiles() {
    return Markdown.blocks("java").stream()
        .map(block -> dynamicTest(block.toString(), () -> compile(block.text())));
  }

  private void compile(String text) throws Exception {
    var named = CLASS.matcher(text);
    var file =
        Files.createTempDirectory(folder, "block")
            .resolve((named.find() ? named.group(1) : "App") + ".java");
    Files.writeString(file, text);
    var messages = new StringWriter();
    var compiler = ToolProvider.getSystemJavaCompiler();
    var options =
        List.of(
            "-d",
            file.getParent().toString(),
            "-proc:none",
            "-Xlint:all,-path,-serial,-classfile,-try,-this-escape");
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      var task =
          compiler.getTask(messages, files, null, options, null, files.getJavaFileObjects(file));
      assertThat(task.call()).as("%s", messages).isTrue();
    }
    assertThat(messages.toString()).isEmpty();
  }

  @Test
  void theReadmeShowsTheWholeExample() throws Exception {
    var example = Files.readAllLines(Repo.root().resolve("examples/Fibonacci.java"));

    var shown = Markdown.blocks(Repo.root().resolve("README.md"), "java").getFirst();

    assertThat(shown.lines()).isEqualTo(example.subList(1, example.size()));
  }
}
