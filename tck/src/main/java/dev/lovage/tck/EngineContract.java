// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import org.junit.jupiter.api.Nested;

/// All contracts of an engine. Its test is one class:
///
/// ```java
/// class SqliteEngineTest extends EngineContract {
///   @Override
///   protected EngineHarness open() {
///     return EngineHarness.inFolder((folder, clock) -> …);
///   }
/// }
/// ```
public abstract class EngineContract {

  /// Opens a fresh, empty store; called before each test.
  protected abstract EngineHarness open();

  @Nested
  class Enqueue extends EnqueueContract {
    @Override
    protected EngineHarness open() {
      return EngineContract.this.open();
    }
  }

  @Nested
  class Streams extends StreamContract {
    @Override
    protected EngineHarness open() {
      return EngineContract.this.open();
    }
  }

  @Nested
  class Arrival extends ArrivalContract {
    @Override
    protected EngineHarness open() {
      return EngineContract.this.open();
    }
  }

  @Nested
  class Lease extends LeaseContract {
    @Override
    protected EngineHarness open() {
      return EngineContract.this.open();
    }
  }

  @Nested
  class LeaseOrder extends LeaseOrderContract {
    @Override
    protected EngineHarness open() {
      return EngineContract.this.open();
    }
  }

  @Nested
  class Fencing extends FencingContract {
    @Override
    protected EngineHarness open() {
      return EngineContract.this.open();
    }
  }

  @Nested
  class Settle extends SettleContract {
    @Override
    protected EngineHarness open() {
      return EngineContract.this.open();
    }
  }

  @Nested
  class Edges extends EdgesContract {
    @Override
    protected EngineHarness open() {
      return EngineContract.this.open();
    }
  }

  @Nested
  class Heartbeat extends HeartbeatContract {
    @Override
    protected EngineHarness open() {
      return EngineContract.this.open();
    }
  }

  @Nested
  class Cancel extends CancelContract {
    @Override
    protected EngineHarness open() {
      return EngineContract.this.open();
    }
  }

  @Nested
  class Unique extends UniqueContract {
    @Override
    protected EngineHarness open() {
      return EngineContract.this.open();
    }
  }

  @Nested
  class Requeue extends RequeueContract {
    @Override
    protected EngineHarness open() {
      return EngineContract.this.open();
    }
  }

  @Nested
  class Retention extends RetentionContract {
    @Override
    protected EngineHarness open() {
      return EngineContract.this.open();
    }
  }

  @Nested
  class Queries extends QueriesContract {
    @Override
    protected EngineHarness open() {
      return EngineContract.this.open();
    }
  }

  @Nested
  class Value extends ValueContract {
    @Override
    protected EngineHarness open() {
      return EngineContract.this.open();
    }
  }

  @Nested
  class History extends HistoryContract {
    @Override
    protected EngineHarness open() {
      return EngineContract.this.open();
    }
  }

  @Nested
  class Blob extends BlobContract {
    @Override
    protected EngineHarness open() {
      return EngineContract.this.open();
    }
  }

  @Nested
  class ServedModel extends ServedModelContract {
    @Override
    protected EngineHarness open() {
      return EngineContract.this.open();
    }
  }

  @Nested
  class Family extends FamilyContract {
    @Override
    protected EngineHarness open() {
      return EngineContract.this.open();
    }
  }

  @Nested
  class Keyed extends KeyedContract {
    @Override
    protected EngineHarness open() {
      return EngineContract.this.open();
    }
  }

  @Nested
  class Signals extends SignalsContract {
    @Override
    protected EngineHarness open() {
      return EngineContract.this.open();
    }
  }

  @Nested
  class Interim extends InterimContract {
    @Override
    protected EngineHarness open() {
      return EngineContract.this.open();
    }
  }

  @Nested
  class Handler extends HandlerContract {
    @Override
    protected EngineHarness open() {
      return EngineContract.this.open();
    }
  }

  @Nested
  class Transition extends TransitionContract {
    @Override
    protected EngineHarness open() {
      return EngineContract.this.open();
    }
  }

  @Nested
  class Concurrency extends ConcurrencyContract {
    @Override
    protected EngineHarness open() {
      return EngineContract.this.open();
    }
  }

  @Nested
  class Model extends ModelContract {
    @Override
    protected EngineHarness open() {
      return EngineContract.this.open();
    }
  }

  @Nested
  class Crash extends CrashContract {
    @Override
    protected EngineHarness open() {
      return EngineContract.this.open();
    }
  }

  @Nested
  class Submit extends SubmitContract {
    @Override
    protected EngineHarness open() {
      return EngineContract.this.open();
    }
  }

  @Nested
  class Failure extends FailureContract {
    @Override
    protected EngineHarness open() {
      return EngineContract.this.open();
    }
  }

  @Nested
  class Stop extends StopContract {
    @Override
    protected EngineHarness open() {
      return EngineContract.this.open();
    }
  }

  @Nested
  class Worker extends WorkerContract {
    @Override
    protected EngineHarness open() {
      return EngineContract.this.open();
    }
  }

  @Nested
  class Served extends ServedContract {
    @Override
    protected EngineHarness open() {
      return EngineContract.this.open();
    }
  }

  @Nested
  class Tickers extends TickerContract {
    @Override
    protected EngineHarness open() {
      return EngineContract.this.open();
    }
  }

  @Nested
  class Happenings extends HappeningContract {
    @Override
    protected EngineHarness open() {
      return EngineContract.this.open();
    }
  }

  @Nested
  class TickerCrash extends TickerCrashContract {
    @Override
    protected EngineHarness open() {
      return EngineContract.this.open();
    }
  }

  @Nested
  class Fairness extends FairnessContract {
    @Override
    protected EngineHarness open() {
      return EngineContract.this.open();
    }
  }

  @Nested
  class Limits extends LimitsContract {
    @Override
    protected EngineHarness open() {
      return EngineContract.this.open();
    }
  }

  @Nested
  class Sharing extends SharingContract {
    @Override
    protected EngineHarness open() {
      return EngineContract.this.open();
    }
  }

  @Nested
  class Batch extends BatchContract {
    @Override
    protected EngineHarness open() {
      return EngineContract.this.open();
    }
  }
}
