// SPDX-License-Identifier: Apache-2.0
package dev.lovage.redis;

import static dev.lovage.redis.Demo.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lovage.Lovage;
import dev.lovage.LovageException;
import dev.lovage.TaskFailedException;
import dev.lovage.TaskType;
import dev.lovage.Worker;
import dev.lovage.celery.Canvas;
import dev.lovage.celery.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Rows 13, 15 and 16 of the interop list: canvases that Java sends, and many that cross.
@Tag("server")
class CeleryCanvasTest {

  private static Demo demo;
  private static Lovage lovage;
  private static TaskType<String, Object> inPlace;
  private static Worker worker;

  @BeforeAll
  static void start() throws Exception {
    demo = Demo.start();
    var _ = demo.python("python@h", "-P", "solo");
    lovage = demo.java("", new CountDownLatch(1));
    inPlace =
        lovage.task(
            "java.in_place",
            String.class,
            Object.class,
            (by, context) -> {
              throw context.replace(
                  switch (by) {
                    case "task" -> add(1, 2).json();
                    case "chain" -> Canvas.chain(add(1, 2), sq()).json();
                    case "group" -> Canvas.group(add(1, 2), sq(4), add(5, 6)).json();
                    case "failure" -> Signature.of("demo.fail", "boom").json();
                    default -> "[1]";
                  });
            },
            task -> task.queue("java"));
    worker = lovage.startWorker();
  }

  @AfterAll
  static void stop() throws Exception {
    if (demo != null) {
      worker.drain(java.time.Duration.ZERO);
      demo.close();
    }
  }

  private static Signature add(int x, int y) {
    return Signature.of("demo.add", x, y);
  }

  /// Python sends what comes after its own tasks, so it must be told where.
  private static Signature sq(Object... arguments) {
    return Signature.of("java.sq", arguments).on("java");
  }

  private static List<Object> run(Signature canvas) throws Exception {
    var results = new ArrayList<>();
    for (var handle : lovage.homes().launch("celery", canvas.json(), Object.class)) {
      results.add(handle.await(SOON));
    }
    return results;
  }

  @Test
  void a_chain_that_starts_in_java_crosses_twice() throws Exception {
    var canvas = Canvas.chain(add(1, 2), sq(), Signature.of("demo.mul", 3));
    assertThat(run(canvas)).containsExactly(27);
  }

  @Test
  void a_group_has_a_result_for_each_member_in_order() throws Exception {
    assertThat(run(Canvas.group(add(1, 2), sq(4), add(5, 6)))).containsExactly(3, 16, 11);
  }

  @Test
  void a_chord_of_java_has_a_body_in_python_and_keeps_the_order_of_its_header() throws Exception {
    var header = new ArrayList<Signature>();
    for (int i = 0; i < 20; i++) {
      header.add(i % 2 == 0 ? add(i, 0) : sq(i));
    }
    var wanted = new ArrayList<Integer>();
    for (int i = 0; i < 20; i++) {
      wanted.add(i % 2 == 0 ? i : i * i);
    }
    assertThat(run(Canvas.chord(header, Signature.of("demo.ident")))).containsExactly(wanted);
    assertThat(run(Canvas.chord(header, Signature.of("demo.xsum"))))
        .containsExactly(wanted.stream().mapToInt(Integer::intValue).sum());
  }

  @Test
  void a_map_runs_over_a_task_of_python() throws Exception {
    var numbers = Signature.of("demo.ident", List.of(1, 2, 3)).call().args().getFirst();
    var items = new ArrayList<tools.jackson.databind.JsonNode>();
    numbers.forEach(items::add);
    assertThat(run(Canvas.map(Signature.of("demo.ident"), items)))
        .containsExactly(List.of(1, 2, 3));
  }

  @Test
  void a_failure_is_thrown_and_what_is_no_canvas_is_refused() {
    var chain = Canvas.chain(Signature.of("demo.fail", "boom"), sq());
    assertThatThrownBy(() -> run(chain))
        .isInstanceOfSatisfying(
            TaskFailedException.class, e -> assertThat(e.error().type()).isEqualTo("ValueError"));
    assertThatThrownBy(() -> lovage.homes().launch("celery", "[1]", Object.class))
        .isInstanceOf(LovageException.class)
        .hasMessageStartingWith("canvas: ");
    assertThatThrownBy(() -> lovage.homes().launch("default", chain.json(), Object.class))
        .isInstanceOf(LovageException.class)
        .hasMessageStartingWith("queue: ");
  }

  @Test
  void what_a_task_of_java_puts_in_its_place_ends_under_its_id() throws Exception {
    assertThat(inPlace.submit("task").await(SOON)).isEqualTo(3);
    assertThat(inPlace.submit("chain").await(SOON)).isEqualTo(9);
    assertThat(inPlace.submit("group").await(SOON)).isEqualTo(List.of(3, 16, 11));
    assertThatThrownBy(() -> inPlace.submit("failure").await(SOON))
        .isInstanceOfSatisfying(
            TaskFailedException.class, e -> assertThat(e.error().type()).isEqualTo("ValueError"));
    assertThatThrownBy(() -> inPlace.submit("nonsense").await(SOON))
        .isInstanceOf(TaskFailedException.class)
        .hasMessageContaining("canvas: ");
  }

  @Test
  void what_was_to_follow_follows_what_a_task_of_java_puts_in_its_place() {
    var script =
        """
        from demo import *
        from celery import chain, chord
        by = lambda form: on_java('java.in_place', form)
        chains = [chain(by('task'), mul.s(10)), chain(by('chain'), mul.s(10)), chain(by('group'), xsum.s())]
        print([c.apply_async().get(timeout=30) for c in chains])
        print([chord([by(f), add.s(1, 1)], ident.s()).apply_async().get(timeout=30)
               for f in ('task', 'chain', 'group')])
        try:
            chord([by('failure'), add.s(1, 1)], ident.s()).apply_async().get(timeout=30)
        except Exception as e:
            print('boom' in str(e)) # of the body or, if it is looked at first, of the part
        """;
    assertThat(demo.celery.python(script).lines())
        .containsExactly("[30, 90, 30]", "[[3, 2], [9, 2], [[3, 16, 11], 2]]", "True");
  }

  @Test
  void fifty_chords_with_the_java_part_first_and_last() {
    var script =
        """
        from demo import *
        from celery import chord
        first = [chord([on_java('java.sq', 4), add.s(1, 2)], xsum.s()).apply_async() for i in range(25)]
        last = [chord([add.s(1, 2), on_java('java.sq', 4)], xsum.s()).apply_async() for i in range(25)]
        print(set(r.get(timeout=30) for r in first + last))
        """;
    assertThat(demo.celery.python(script)).isEqualTo("{19}");
  }
}
