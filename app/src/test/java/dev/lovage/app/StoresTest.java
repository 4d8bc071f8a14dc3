// SPDX-License-Identifier: Apache-2.0
package dev.lovage.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class StoresTest {

  @Test
  void aSqliteStoreIsDescribedByItsWholePathAndItsDurability() {
    var here = Path.of("a.db").toAbsolutePath();

    assertThat(Stores.describe("sqlite:./a.db")).startsWith(here + ", power-safe");
    assertThat(Stores.describe("sqlite:a.db?durability=power")).startsWith(here + ", power-safe");
    assertThat(Stores.describe("sqlite:a.db?durability=process"))
        .startsWith(here + ", process-safe");
  }

  @Test
  void aPasswordIsLeftOut() {
    assertThat(Stores.describe("postgresql://me:secret@db/shop?ssl=true"))
        .isEqualTo("postgresql://db/shop");
  }
}
