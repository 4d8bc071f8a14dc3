// SPDX-License-Identifier: Apache-2.0
package dev.lovage.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lovage.ErrorCode;
import dev.lovage.Lovage;
import dev.lovage.LovageException;
import dev.lovage.testkit.MemoryEngine;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeferredEngineTest {

  private final DeferredEngine engine = new DeferredEngine("demo");
  private final Lovage lovage = Lovage.over(engine);

  @Test
  void aValueReadsAsItsInitialBeforeTheStoreIsOpen() {
    var current = lovage.served("current", 7L);

    assertThat(current.get()).isEqualTo(7L);
    assertThat(current.snapshot().version()).isZero();
  }

  @Test
  void aValueReadsAsTheStoresNewestOnceItIsOpen() {
    var real = MemoryEngine.create();
    real.values().publish("current", 3, "42");
    var current = lovage.served("current", 7L);

    engine.open(() -> real);

    assertThat(current.get()).isEqualTo(42L);
    assertThat(current.snapshot().version()).isEqualTo(3);
  }

  @Test
  void aValueDeclaredEarlierFollowsWhatIsPublishedLater() throws Exception {
    var current = lovage.served("current", 0L);
    var square =
        lovage.task(
            "square", Integer.class, Long.class, n -> (long) n * n, t -> t.publishes(current));
    engine.open(() -> MemoryEngine.create());

    var worker = lovage.startWorker();
    assertThat(square.submit(9).await(Duration.ofSeconds(10))).isEqualTo(81L);
    worker.drain(Duration.ZERO);

    assertThat(current.get()).isEqualTo(81L);
    lovage.close();
  }

  @Test
  void aSubmitBeforeTheStartIsRefusedWithTheRemedy() {
    var square = lovage.task("square", Integer.class, Long.class, n -> (long) n * n);

    assertThatThrownBy(() -> square.submit(3))
        .isInstanceOfSatisfying(
            LovageException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE))
        .hasMessage(
            "app demo: has no store before it starts; use tasks in routes or in other tasks");
    assertThatThrownBy(() -> lovage.queries().queues()).hasMessageContaining("before it starts");
    assertThatThrownBy(lovage::check).hasMessageContaining("before it starts");
    assertThatThrownBy(() -> engine.values().publish("current", 1, "1"))
        .hasMessageContaining("before it starts");
  }

  @Test
  void anEngineOpensOnce() {
    engine.open(() -> MemoryEngine.create());

    assertThatThrownBy(() -> engine.open(() -> MemoryEngine.create()))
        .hasMessageContaining("has started before");
  }

  @Test
  void closingBeforeTheStartIsFine() {
    lovage.close();
  }
}
