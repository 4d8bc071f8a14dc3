// SPDX-License-Identifier: Apache-2.0
package dev.lovage.app;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import dev.lovage.spi.Engine;
import org.jspecify.annotations.Nullable;

/// The place of an engine that is opened later: empty, then full for good.
final class LateEngine {

  private final String app;
  private volatile @Nullable Engine opened;

  LateEngine(String app) {
    this.app = app;
  }

  /// To be called by one thread.
  void fill(Engine engine) {
    checkEmpty();
    opened = engine;
  }

  void checkEmpty() {
    if (opened != null) {
      throw new LovageException(
          ErrorCode.INVALID, "app " + app + ": has started before; make a new App to start again");
    }
  }

  /// The engine, or null while there is none.
  @Nullable Engine orNull() {
    return opened;
  }

  /// The engine.
  ///
  /// @throws LovageException `UNAVAILABLE` while there is none
  Engine get() {
    var engine = opened;
    if (engine == null) {
      throw new LovageException(
          ErrorCode.UNAVAILABLE,
          "app " + app + ": has no store before it starts; use tasks in routes or in other tasks");
    }
    return engine;
  }
}
