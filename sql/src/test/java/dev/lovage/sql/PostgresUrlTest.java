// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lovage.LovageException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresUrlTest {

  @Test
  void what_is_not_said_has_a_default() {
    var url = PostgresUrl.parse("postgresql://me@db.example/app");

    assertThat(url.jdbc()).isEqualTo("jdbc:postgresql://db.example:5432/app");
    assertThat(url.schema()).isEqualTo("lovage");
    assertThat(url.powerSafe()).isTrue();
    assertThat(url.notifications()).isTrue();
    assertThat(url.patience()).isEqualTo(Duration.ofSeconds(2));
    assertThat(url.properties()).containsEntry("user", "me").doesNotContainKey("password");
  }

  @Test
  void all_of_it_can_be_said() {
    var url =
        PostgresUrl.parse(
            "postgres://me:p%40ss+word@db:6432/app?schema=jobs&durability=process"
                + "&notifications=off&connections=3&wait=750ms&sslmode=verify-full");

    assertThat(url.jdbc()).isEqualTo("jdbc:postgresql://db:6432/app");
    assertThat(url.schema()).isEqualTo("jobs");
    assertThat(url.powerSafe()).isFalse();
    assertThat(url.connections()).isEqualTo(3);
    assertThat(url.patience()).isEqualTo(Duration.ofMillis(750));
    assertThat(url.properties())
        .containsEntry("password", "p@ss+word")
        .containsEntry("sslmode", "verify-full")
        .containsEntry("prepareThreshold", "0");
    assertThat(url.description()).doesNotContain("p@ss").contains("db:6432/app", "schema jobs");
  }

  @ParameterizedTest
  @CsvSource({
    "postgresql://me:secret@/app, needs a host",
    "postgresql://me:secret@db, needs a host",
    "postgresql://me:secret@db/app?schem=x, unknown option 'schem=x'",
    "postgresql://me:secret@db/app?schema=Jobs, schema must be",
    "postgresql://me:secret@db/app?durability=no, durability must be",
    "postgresql://me:secret@db/app?notifications=maybe, notifications must be",
    "postgresql://me:secret@db/app?connections=1, connections must be",
    "postgresql://me:secret@db/app?wait=soon, wait must be",
  })
  void what_is_wrong_is_named_and_no_password_told(String url, String what) {
    assertThatThrownBy(() -> PostgresUrl.parse(url))
        .isInstanceOf(LovageException.class)
        .hasMessageContaining(what)
        .hasMessageNotContaining("secret");
  }
}
