// SPDX-License-Identifier: Apache-2.0
package dev.lovage.recommender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OptionsTest {

  @Test
  void whatIsNotItsOwnGoesToTheApp() {
    var options =
        Options.parse("serve", "--every", "5", "--data", "/tmp/x", "--generated", "--port", "0");

    assertThat(options.every()).isEqualTo(5);
    assertThat(options.generated()).isTrue();
    assertThat(options.folder()).isEqualTo(Path.of("/tmp/x"));
    assertThat(options.rest()).containsExactly("serve", "--data", "/tmp/x", "--port", "0");
  }

  @Test
  void theDataHaveAFolderOfTheirOwnUnlessAStoreIsNamed() {
    assertThat(Options.parse().rest()).containsExactly("--data", "recommender-data");
    assertThat(Options.parse("--store", "postgresql://a@b/c").rest())
        .containsExactly("--store", "postgresql://a@b/c");
  }

  @Test
  void wrongNumbersAreRefused() {
    assertThatThrownBy(() -> Options.parse("--every", "no")).hasMessageContaining("but is 'no'");
    assertThatThrownBy(() -> Options.parse("--every")).hasMessageContaining("needs a value");
  }
}
