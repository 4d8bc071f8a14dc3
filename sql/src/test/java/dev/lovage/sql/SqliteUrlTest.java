// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SqliteUrlTest {

  @Test
  void power_safe_is_the_default() {
    assertThat(SqliteUrl.parse("sqlite:a/b.db")).isEqualTo(new SqliteUrl(Path.of("a/b.db"), true));
    assertThat(SqliteUrl.parse("sqlite:b.db?durability=process").powerSafe()).isFalse();
    assertThat(SqliteUrl.parse("sqlite:b.db?durability=power").powerSafe()).isTrue();
  }

  @Test
  void what_it_does_not_know_is_refused_by_name() {
    assertThatThrownBy(() -> SqliteUrl.parse("sqlite:b.db?durabilty=process"))
        .hasMessageContaining(
            "unknown option 'durabilty=process'; known: durability=power|process");
    assertThatThrownBy(() -> SqliteUrl.parse("sqlite:")).hasMessageContaining("needs a file");
    assertThatThrownBy(() -> SqliteUrl.parse("sqlite::memory:"))
        .hasMessageContaining("needs a file");
  }
}
