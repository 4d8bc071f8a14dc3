// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lovage.TaskId;
import dev.lovage.spi.Outcome;
import dev.lovage.spi.SignalListener;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Wake-ups. They are hints, so these tests look for a missing one and never for one too many.
public abstract class SignalsContract extends Contract {

  private Seen<String> seen = new Seen<>();
  private AutoCloseable listening = () -> {};

  /// Writes down each call as a word.
  private record Ear(Seen<String> seen) implements SignalListener {
    @Override
    public void ready() {
      seen.accept("ready");
    }

    @Override
    public void ended(List<TaskId> ids) {
      ids.forEach(id -> seen.accept("ended " + id));
    }

    @Override
    public void cancelling() {
      seen.accept("cancelling");
    }

    @Override
    public void changed() {
      seen.accept("changed");
    }
  }

  /// Begins to listen; what the store did before is not heard.
  private void listen() {
    seen = new Seen<>();
    listening = engine.signals().listen(new Ear(seen));
  }

  @AfterEach
  void stopListening() throws Exception {
    listening.close();
  }

  private void heard(String word) throws InterruptedException {
    seen.await(word::equals);
  }

  @Test
  void a_submit_makes_ready() throws Exception {
    listen();

    submit();

    heard("ready");
  }

  @Test
  void a_success_ends_and_makes_ready_what_waited_for_it() throws Exception {
    var lease = running();
    submit(draft().after(lease.task()));
    listen();

    succeed(lease);

    heard("ended " + lease.task());
    heard("ready");
  }

  @Test
  void a_failure_ends_all_that_waited_for_it() throws Exception {
    var lease = running();
    var next = submit(draft().after(lease.task()));
    var last = submit(draft().after(next));
    listen();

    fail(lease);

    heard("ended " + lease.task());
    heard("ended " + next);
    heard("ended " + last);
  }

  @Test
  void a_task_cancelled_on_arrival_has_ended() throws Exception {
    var failed = fail(running());
    listen();

    var id = submit(draft().after(failed));

    heard("ended " + id);
  }

  @Test
  void a_release_makes_ready() throws Exception {
    var lease = running();
    listen();

    release(lease);

    heard("ready");
  }

  @Test
  void a_retry_without_a_wait_makes_ready() throws Exception {
    var lease = running();
    listen();

    retry(lease, Duration.ZERO);

    heard("ready");
  }

  @Test
  void a_reclaimed_lease_makes_ready() throws Exception {
    running();
    letLeasesRunOut();
    listen();

    tasks().reclaim();

    heard("ready");
  }

  @Test
  void a_cancellation_ends_what_did_not_run() throws Exception {
    var id = submit();
    listen();

    tasks().cancel(id);

    heard("ended " + id);
  }

  @Test
  void a_cancellation_of_what_runs_is_signalled() throws Exception {
    var lease = running();
    listen();

    tasks().cancel(lease.task());

    heard("cancelling");
    settle(lease, new Outcome.Cancelled(ERROR));
    heard("ended " + lease.task());
  }

  @Test
  void an_expiry_ends() throws Exception {
    var id = submit(draft().expiry(Duration.ofSeconds(1)));
    advance(Duration.ofSeconds(1));
    listen();

    lease(1);

    heard("ended " + id);
  }

  @Test
  void a_closed_handle_hears_nothing_more() throws Exception {
    listen();
    var closed = seen;
    listening.close();
    listen();

    submit();

    heard("ready");
    assertThat(closed.all()).isEmpty();
  }

  private void listenElsewhere() {
    var other = harness.another();
    assumeTrue(other.isPresent(), "this engine's store can't be shared by handles");
    seen = new Seen<>();
    listening = other.orElseThrow().signals().listen(new Ear(seen));
  }

  @Test
  void another_handle_hears_that_something_changed() throws Exception {
    listenElsewhere();

    submit();

    heard("changed");
  }

  @Test
  void another_handle_hears_of_a_cancellation_of_what_runs() throws Exception {
    var lease = running();
    listenElsewhere();

    tasks().cancel(lease.task());

    heard("cancelling");
  }
}
