// SPDX-License-Identifier: Apache-2.0
package dev.lovage.recommender.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// R's serialization, written by hand as "R Internals" describes it.
class RReaderTest {

  private static final int ATTRIBUTES = 0x200;
  private static final int TAG = 0x400;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(bytes);

  private void begin() throws IOException {
    out.writeBytes("X\n");
    ints(3, 0x40200, 0x30500, 5);
    out.writeBytes("UTF-8");
  }

  private void ints(int... numbers) throws IOException {
    for (int number : numbers) {
      out.writeInt(number);
    }
  }

  private void text(String text) throws IOException {
    var utf8 = text.getBytes(StandardCharsets.UTF_8);
    ints(9, utf8.length);
    out.write(utf8);
  }

  @Test
  void aListOfVectorsHasItsNames() throws Exception {
    begin();
    ints(19 | ATTRIBUTES, 3);
    ints(13, 2, 7, -1);
    ints(14, 1);
    out.writeDouble(4.5);
    ints(16, 2);
    text("Amélie");
    ints(9, -1);
    // The attributes: a pair with the symbol "names" before it, and the end.
    ints(2 | TAG, 1);
    text("names");
    ints(16, 3);
    text("movieId");
    text("rating");
    text("title");
    ints(254);

    var list = (RValue.Items) RReader.read(bytes.toByteArray());

    assertThat(((RValue.Integers) list.named("movieId")).values()).containsExactly(7, -1);
    assertThat(((RValue.Doubles) list.named("rating")).values()).containsExactly(4.5);
    assertThat(((RValue.Items) list.named("title")).texts()).containsExactly("Amélie", "");
    assertThatThrownBy(() -> list.named("year")).hasMessageContaining("there is no year");
  }

  @Test
  void aSymbolIsReferredToByItsNumber() throws Exception {
    begin();
    ints(19, 2, 1);
    text("levels");
    ints(255 | 1 << 8);

    var list = (RValue.Items) RReader.read(bytes.toByteArray());

    assertThat(list.values())
        .containsExactly(new RValue.Symbol("levels"), new RValue.Symbol("levels"));
  }

  @Test
  void somethingElseIsRefused() throws Exception {
    assertThatThrownBy(() -> RReader.read("A\nhello".getBytes(StandardCharsets.UTF_8)))
        .hasMessageContaining("no serialized R value");
    begin();
    ints(99);
    assertThatThrownBy(() -> RReader.read(bytes.toByteArray())).hasMessageContaining("type 99");
  }
}
