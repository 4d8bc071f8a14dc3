// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.TaskError;
import dev.lovage.TaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ResultTest {

  @Test
  void aJavaExceptionReadsWellInPython() {
    var error = TaskError.of(new IllegalStateException("no", new RuntimeException("why")));
    var written = CeleryError.of(error);
    assertThat(KombuJson.text(written.write()))
        .isEqualTo(
            "{\"exc_type\":\"IllegalStateException\",\"exc_message\":[\"no\"],"
                + "\"exc_module\":\"java.lang\"}");
    assertThat(written.repr()).isEqualTo("IllegalStateException('no')");
    var traceback = Traceback.of(error);
    assertThat(traceback)
        .startsWith("java.lang.RuntimeException: why\n\nThe above")
        .contains("Traceback (most recent call last):\n  File \"")
        .contains("The above exception was the direct cause of the following exception:")
        .endsWith("java.lang.IllegalStateException: no\n");
    assertThat(traceback.indexOf("RuntimeException: why"))
        .isLessThan(traceback.indexOf("IllegalStateException: no"));
  }

  @Test
  void aPythonExceptionReadsWellInJava() {
    var meta = TaskMeta.read(KombuJson.bytes(Captures.json("result-failure").get("value")));
    var error = meta.error().toTaskError(meta.traceback());
    assertThat(error.type()).isEqualTo("ValueError");
    assertThat(error.message()).isEqualTo("boom");
    assertThat(error.stack()).contains("raise ValueError(msg)");
    var custom =
        TaskMeta.read(
            KombuJson.bytes(Captures.json("result-failure-custom-exception").get("value")));
    assertThat(custom.error().repr()).isEqualTo("MyErr('a', 1)");
  }

  @Test
  void expiryIsTheSameInBoth() {
    var meta = TaskMeta.read(KombuJson.bytes(Captures.json("result-expired-revoked").get("value")));
    assertThat(meta.error().toTaskError(null).type()).isEqualTo(TaskError.EXPIRED);
    assertThat(CeleryError.of(TaskError.of(TaskError.EXPIRED, ""))).isEqualTo(meta.error());
  }

  @ParameterizedTest
  @EnumSource(TaskState.class)
  void finalStatesAreFinalInBoth(TaskState state) {
    assertThat(States.isReady(States.of(state))).isEqualTo(state.isFinal());
  }

  @Test
  void savedGroupsAreReadAndWritten() {
    var value = Captures.json("result-group-saved").get("value");
    var group = ChordPart.readGroup(KombuJson.bytes(value));
    assertThat(group.members()).hasSize(2);
    assertThat(KombuJson.read(ChordPart.savedGroup(group))).isEqualTo(value);
  }
}
