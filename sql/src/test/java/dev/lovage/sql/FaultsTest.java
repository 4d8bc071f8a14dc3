// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lovage.ErrorCode;
import dev.lovage.Lovage;
import dev.lovage.LovageException;
import dev.lovage.Start;
import dev.lovage.TaskId;
import dev.lovage.TaskState;
import dev.lovage.spi.BlobRef;
import dev.lovage.spi.Engine;
import dev.lovage.spi.Lease;
import dev.lovage.spi.LeaseRequest;
import dev.lovage.spi.LeaseRequest.QueueLimit;
import dev.lovage.spi.NewTask;
import dev.lovage.spi.Outcome;
import dev.lovage.spi.Report;
import dev.lovage.spi.Settlement;
import dev.lovage.spi.TaskLookup;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The disk, the file and the clock fail: what docs/faults.md says of each.
class FaultsTest {

  private static final int PAGE = 4_096;
  private static final LeaseRequest ONE =
      new LeaseRequest(
          "worker",
          Duration.ofSeconds(15),
          Set.of("square"),
          List.of(new QueueLimit("default", 1)));

  @TempDir private Path folder;

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));

  @Test
  void a_full_disk_refuses_the_content_of_a_model_and_leaves_nothing_of_it() throws Exception {
    var full = Path.of("/dev/full");
    Assumptions.assumeTrue(Files.exists(full), "there is no /dev/full");
    var blobs = new FileBlobs(folder, true, InstantSource.system());
    var ref = new BlobRef(TaskId.parse("01890a5d-ac96-774b-bcce-b302099a8057"), 1);
    Files.createSymbolicLink(folder.resolve(ref + ".part"), full);

    var refused =
        catchThrowableOfType(
            LovageException.class, () -> blobs.put(ref, out -> out.write(new byte[100_000])));

    assertThat(refused.isTransient()).isTrue();
    assertThat(refused).hasMessageContaining("the disk is full; make room");
    assertThat(blobs.open(ref)).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void a_full_disk_refuses_what_does_not_fit_and_loses_nothing_that_was_accepted()
      throws Exception {
    var url = new SqliteUrl(folder.resolve("full.db"), true);
    var connections = new Connections(url, SqlFile.load("sqlite.sql"));
    var session = connections.writer();
    Migrations.run(session);
    var readers = new Readers(connections);
    try (var writer = Writer.open(session, url, InstantSource.system(), new Listeners())) {
      var clock = InstantSource.system();
      var pruning = new BlobPruning(readers, FileBlobs.of(url, clock), clock);
      var store = new SqliteTaskStore(writer, readers, pruning, clock);
      session.execute("PRAGMA max_page_count = 150");
      var accepted = new ArrayList<TaskId>();

      LovageException full = null;
      while (full == null) {
        var task = task("x".repeat(10_000));
        full = catchThrowableOfType(LovageException.class, () -> store.enqueue(List.of(task)));
        if (full == null) {
          accepted.add(task.id());
        }
      }

      assertThat(full.isTransient()).isTrue();
      assertThat(full).hasMessageContaining("the disk is full; make room");
      session.execute("PRAGMA max_page_count = 10000");
      var last = task("x".repeat(10_000));
      store.enqueue(List.of(last));
      accepted.add(last.id());
      assertThat(accepted).hasSizeGreaterThan(1);
      assertThat(new SqlTaskQueries(readers, InstantSource.system()).states(accepted))
          .hasSameSizeAs(accepted)
          .allSatisfy((id, state) -> assertThat(state).isEqualTo(TaskState.QUEUED));
    } finally {
      readers.close();
    }
  }

  private static NewTask task(String text) {
    return new NewTask(
        TaskId.next(InstantSource.system(), RandomGenerator.getDefault()),
        "square",
        "\"" + text + "\"",
        new NewTask.Settings(
            "default",
            5,
            new Start.Now(),
            new NewTask.Limits(null, null, Duration.ofDays(1), 5),
            null,
            null),
        List.of());
  }

  @Test
  void a_damaged_file_is_named_with_the_remedy() throws Exception {
    var file = folder.resolve("damaged.db");
    try (var lovage = Lovage.open("sqlite:" + file)) {
      var type = lovage.task("square", String.class, String.class);
      type.submitAll(Collections.nCopies(200, "x".repeat(1_000)));
    }
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      var noise = new byte[(int) channel.size() - PAGE];
      new Random(1).nextBytes(noise);
      channel.write(ByteBuffer.wrap(noise), PAGE);
    }

    var damaged = catchThrowableOfType(LovageException.class, () -> use(file));

    assertThat(damaged.code()).isEqualTo(ErrorCode.BROKEN);
    assertThat(damaged).hasMessageContaining("is damaged; restore it from a backup");
  }

  private static void use(Path file) {
    try (var lovage = Lovage.open("sqlite:" + file)) {
      lovage.task("square", String.class, String.class).submit("x");
    }
  }

  @Test
  void a_clock_that_steps_forward_an_hour_takes_leases_away_and_no_result_counts_twice() {
    try (var engine = engine()) {
      var lovage = Lovage.over(engine);
      var handle = lovage.task("square", Integer.class, Integer.class).submit(3);
      var first = engine.tasks().lease(ONE).leases().getFirst();

      now.updateAndGet(instant -> instant.plus(Duration.ofHours(1)));
      var second = engine.tasks().lease(ONE).leases().getFirst();

      assertThat(second.task()).isEqualTo(first.task());
      assertThat(engine.tasks().settle(succeeded(first, "8"), LeaseRequest.none()).lost())
          .containsExactly(handle.id());
      assertThat(engine.tasks().settle(succeeded(second, "9"), LeaseRequest.none()).lost())
          .isEmpty();
      assertThat(lovage.queries().find(handle.id()))
          .isInstanceOfSatisfying(
              TaskLookup.Found.class, found -> assertThat(found.result()).isEqualTo("9"));
    }
  }

  @Test
  void a_clock_that_steps_back_an_hour_leaves_order_versions_and_leases_as_they_are() {
    try (var engine = engine()) {
      var lovage = Lovage.over(engine);
      var value = lovage.served("newest", 0);
      var square =
          lovage.task(
              "square", Integer.class, Integer.class, n -> n * n, task -> task.publishes(value));
      var older = square.submit(3);
      var held = engine.tasks().lease(ONE).leases().getFirst();
      var before = square.submit(4);
      var later = square.submit(5, options -> options.delay(Duration.ofSeconds(5)));

      now.updateAndGet(instant -> instant.minus(Duration.ofHours(1)));
      var after = square.submit(6);

      // The older first, though the clock says otherwise.
      var next = engine.tasks().settle(succeeded(held, "9"), ONE).next().leases().getFirst();
      assertThat(next.task()).isEqualTo(before.id());
      var last = engine.tasks().settle(succeeded(next, "16"), ONE).next().leases().getFirst();
      assertThat(last.task()).isEqualTo(after.id());
      engine.tasks().settle(succeeded(last, "36"), LeaseRequest.none());
      assertThat(value.get()).isEqualTo(36);
      assertThat(older.state()).isEqualTo(TaskState.SUCCEEDED);
      // What was due in five seconds waits for the clock.
      assertThat(later.state()).isEqualTo(TaskState.SCHEDULED);
      now.updateAndGet(instant -> instant.plus(Duration.ofHours(1).plusSeconds(5)));
      assertThat(engine.tasks().lease(ONE).leases()).hasSize(1);
    }
  }

  private Engine engine() {
    return SqliteProvider.open("sqlite:" + folder.resolve("clock.db"), now::get);
  }

  private static List<Settlement> succeeded(Lease lease, String result) {
    return List.of(new Settlement(lease, new Outcome.Succeeded(result, List.of()), Report.empty()));
  }

  @Test
  void a_process_short_of_memory_goes_on_writing() throws Exception {
    var url = new SqliteUrl(folder.resolve("short.db"), true);
    var session = new Connections(url, SqlFile.load("sqlite.sql")).writer();
    Migrations.run(session);
    try (var writer = Writer.open(session, url, InstantSource.system(), new Listeners())) {
      var shortage =
          catchThrowableOfType(
              LovageException.class,
              () ->
                  writer.durably(tx -> {
                    throw new OutOfMemoryError("Java heap space");
                  }));

      assertThat(shortage.isTransient()).isTrue();
      assertThat(shortage).hasMessageContaining("has run short", "Java heap space");
      assertThat(writer.<Long>quickly(tx -> tx.query("value_last_change").number())).isZero();
    }
  }
}
