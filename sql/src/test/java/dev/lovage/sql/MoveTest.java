// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lovage.Lovage;
import dev.lovage.LovageException;
import dev.lovage.Rate;
import dev.lovage.TaskHandle;
import dev.lovage.TaskId;
import dev.lovage.TaskState;
import dev.lovage.TaskType;
import dev.lovage.Unique;
import dev.lovage.schedule.On;
import dev.lovage.schedule.Schedules;
import dev.lovage.schedule.Triggers;
import dev.lovage.spi.TaskFilter;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A store changes house with everything in it.
@Tag("server")
class MoveTest {

  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir private Path folder;

  private final String schema = "move" + UUID.randomUUID().toString().substring(0, 8);
  private static final On FAILED_ODD = new On(On.Kind.FAILED, "odd", null, null, null, null);

  private TaskId scheduled;
  private final List<TaskHandle<Integer>> handles = new ArrayList<>();
  private String from;
  private String to;

  @BeforeEach
  void fill() throws Exception {
    from = "sqlite:" + folder.resolve("lovage.db");
    to = PostgresHarness.server().url() + "?schema=" + schema;
    try (var lovage = Lovage.open(from)) {
      var half = half(lovage);
      Schedules.over(lovage).put("hourly", half, 200, s -> s.cron("@hourly"));
      scheduled = Schedules.over(lovage).run("hourly");
      Triggers.over(lovage).put("odd", "half", "0", t -> t.on(FAILED_ODD));
      var worker = lovage.startWorker();
      for (int i = 0; i < 20; i++) {
        handles.add(half.submit(i));
      }
      for (var handle : handles) {
        lovage.awaitEnd(handle.id(), SOON);
      }
      worker.drain(SOON);
      handles.add(half.submit(100));
      handles.add(half.submit(102, options -> options.delay(Duration.ofMillis(1))));
      handles.add(half.submit(104, options -> options.after(handles.get(20))));
      handles.add(half.submit(106, options -> options.unique(Unique.attach("k")).key("acme")));
      half.submit(106, options -> options.unique(Unique.attach("k")));
    }
  }

  private static TaskType<Integer, Integer> half(Lovage lovage) {
    return lovage.task(
        "half",
        Integer.class,
        Integer.class,
        (n, context) -> {
          context.log("halving " + n);
          if (n % 2 != 0) {
            throw new IllegalArgumentException("odd: " + n);
          }
          return n / 2;
        },
        options ->
            options
                .retry(dev.lovage.RetryPolicy.none())
                .ratePerKey(Rate.of(1000, Duration.ofSeconds(1)).burst(1000))
                .publishes(lovage.served("newest", 0)));
  }

  @AfterEach
  void drop() throws SQLException {
    try (var connection =
            DriverManager.getConnection(
                "jdbc:" + PostgresHarness.server().url().replace("lovage@", ""), "lovage", "");
        var statement = connection.createStatement()) {
      statement.execute("DROP SCHEMA IF EXISTS " + schema + " CASCADE");
    }
  }

  @Test
  void everything_is_there_and_goes_on() throws Exception {
    var report = Move.run(from, to, false, InstantSource.system());

    assertThat(report.lines()).extracting(Move.Line::what).contains("tasks queued", "log lines");
    try (var lovage = Lovage.open(to)) {
      for (int i = 0; i < 20; i++) {
        var found = lovage.queries().find(handles.get(i).id());
        assertThat(found).isInstanceOf(dev.lovage.spi.TaskLookup.Found.class);
        var task = (dev.lovage.spi.TaskLookup.Found) found;
        assertThat(task.task().state())
            .isEqualTo(i % 2 == 0 ? TaskState.SUCCEEDED : TaskState.FAILED);
        assertThat(lovage.queries().log(handles.get(i).id())).hasSize(1);
      }
      var cause =
          ((dev.lovage.spi.TaskLookup.Found) lovage.queries().find(scheduled))
              .task()
              .placement()
              .cause();
      assertThat(cause.name()).isEqualTo("hourly");
      assertThat(Schedules.over(lovage).find("hourly").orElseThrow().progress().fired())
          .isEqualTo(1);
      assertThat(Triggers.over(lovage).find("odd").orElseThrow().on()).isEqualTo(FAILED_ODD);
      assertThat(lovage.values().get("newest").orElseThrow().json()).isEqualTo("9");
      assertThat(lovage.values().history("newest").versions()).hasSize(10);
      var half = half(lovage);
      assertThat(half.submit(0, options -> options.id(handles.getFirst().id())).task().version())
          .isEqualTo(2);
      var worker = lovage.startWorker();
      for (int i = 20; i < 24; i++) {
        assertThat(lovage.handle(handles.get(i).id(), Integer.class).await(SOON))
            .isEqualTo(50 + i - 20);
      }
      long newest =
          lovage
              .queries()
              .list(new TaskFilter(null, null, null, null, 1))
              .tasks()
              .getFirst()
              .version();
      assertThat(half.submit(2).task().version()).isGreaterThan(newest);
      worker.drain(SOON);
    }
    assertThatThrownBy(() -> Lovage.open(from).close())
        .isInstanceOf(LovageException.class)
        .hasMessageContaining("has moved to postgresql://")
        .hasMessageContaining(schema);
  }

  @Test
  void the_contents_of_models_come_along() throws Exception {
    var bytes = new byte[3_000_000];
    new java.util.Random(1).nextBytes(bytes);
    try (var lovage = Lovage.open(from)) {
      trainTwice(lovage, bytes);
    }

    var report = Move.run(from, to, false, InstantSource.system());

    assertThat(report.lines())
        .contains(new Move.Line("contents of models", 2, 6_000_000, 6_000_000));
    try (var lovage = Lovage.open(to)) {
      var model = lovage.models().model("numbers", in -> in.readAllBytes(), new byte[0]);
      assertThat(model.current()).isEqualTo(bytes);
    }
  }

  private static void trainTwice(Lovage lovage, byte[] bytes) throws Exception {
    var model = lovage.models().model("numbers", in -> in.readAllBytes(), new byte[0]);
    var train =
        lovage.task(
            "train",
            Integer.class,
            dev.lovage.Manifest.class,
            n -> model.save(out -> out.write(bytes), java.util.Map.of(), java.util.Map.of()),
            options -> options.publishes(model.manifest()));
    var worker = lovage.startWorker();
    train.submit(1).await(SOON);
    train.submit(2).await(SOON);
    worker.drain(SOON);
  }

  @Test
  void a_move_without_the_contents_is_refused_and_nothing_is_done() throws Exception {
    try (var lovage = Lovage.open(from)) {
      trainTwice(lovage, new byte[10]);
    }
    var folder = Path.of(from.substring("sqlite:".length()) + "-blobs");
    try (var files = java.nio.file.Files.list(folder)) {
      java.nio.file.Files.delete(files.findFirst().orElseThrow());
    }

    assertThatThrownBy(() -> Move.run(from, to, false, InstantSource.system()))
        .hasMessageContaining("of a model can't be read, nothing was moved");

    Lovage.open(from).close();
  }

  @Test
  void a_rehearsal_changes_nothing() throws Exception {
    var report = Move.run(from, to, true, InstantSource.system());

    assertThat(report.lines()).isNotEmpty();
    try (var source = Lovage.open(from);
        var target = Lovage.open(to)) {
      assertThat(source.queries().find(handles.getFirst().id()))
          .isInstanceOf(dev.lovage.spi.TaskLookup.Found.class);
      assertThat(target.queries().queues()).isEmpty();
      assertThat(target.values().get("newest")).isEmpty();
    }
    assertThat(Move.run(from, to, false, InstantSource.system()).lines()).isEqualTo(report.lines());
  }

  @Test
  void a_move_that_was_cut_short_after_its_copy_is_finished_by_the_next() throws Exception {
    Move.run(from, to, false, InstantSource.system());
    unmark();

    assertThat(Move.run(from, to, false, InstantSource.system()).lines()).isEmpty();

    assertThatThrownBy(() -> Lovage.open(from).close()).hasMessageContaining("has moved");
  }

  /// As if the process had been killed before it could mark the file.
  private void unmark() throws SQLException {
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("lovage.db"));
        var statement = connection.createStatement()) {
      statement.execute("UPDATE moved SET done = 0");
    }
  }

  @Test
  void a_target_with_tasks_of_its_own_is_refused_and_nothing_is_done() throws Exception {
    try (var lovage = Lovage.open(to)) {
      half(lovage).submit(2);
    }

    assertThatThrownBy(() -> Move.run(from, to, false, InstantSource.system()))
        .hasMessageContaining("?schema=");

    Lovage.open(from).close();
  }

  @Test
  void a_file_that_workers_use_is_refused() throws Exception {
    try (var lovage = Lovage.open(from)) {
      half(lovage);
      var worker = lovage.startWorker();
      while (lovage.queries().workers().isEmpty()) {
        Thread.onSpinWait();
      }
      assertThatThrownBy(() -> Move.run(from, to, false, InstantSource.system()))
          .hasMessageContaining("stop all processes");
      worker.drain(SOON);
    }
  }

  @Test
  void other_kinds_of_stores_are_refused() {
    assertThatThrownBy(() -> Move.run(to, from, false, InstantSource.system()))
        .hasMessageContaining("goes from sqlite:");
    assertThatThrownBy(() ->
            Move.run("sqlite:" + folder.resolve("none.db"), to, false, InstantSource.system()))
        .hasMessageContaining("there is no file");
  }
}
