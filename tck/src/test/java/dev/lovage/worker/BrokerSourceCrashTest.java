// SPDX-License-Identifier: Apache-2.0
package dev.lovage.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import dev.lovage.RetryPolicy;
import dev.lovage.TaskError;
import dev.lovage.TaskState;
import dev.lovage.spi.Attendant;
import dev.lovage.spi.Broker;
import dev.lovage.spi.BrokerEngine;
import dev.lovage.spi.GroupSize;
import dev.lovage.spi.Lease;
import dev.lovage.spi.LeaseRequest.QueueLimit;
import dev.lovage.spi.Message;
import dev.lovage.spi.MessageProtocol;
import dev.lovage.spi.MessageProtocol.End;
import dev.lovage.spi.NewTask;
import dev.lovage.spi.Outcome;
import dev.lovage.spi.Outgoing;
import dev.lovage.spi.Report;
import dev.lovage.spi.ResultBackend;
import dev.lovage.spi.Settlement;
import dev.lovage.testkit.ManualTime;
import dev.lovage.testkit.MemoryBroker;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Whatever call to the broker or to the results fails, before or after it took place, and whether
/// the worker lives on or dies of it: every task ends with its result, every successor runs, and
/// nothing runs again but what a dead worker held.
class BrokerSourceCrashTest {

  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final String QUEUE = "q";
  private static final TaskError ERROR = TaskError.of("java.io.IOException", "as planned");

  private final ManualTime time = new ManualTime();
  private MemoryBroker sound = MemoryBroker.create(time);
  private BrokerEngine faulty = sound;
  private int calls;
  private int failures;
  private IntPredicate before = call -> false;
  private IntPredicate after = call -> false;
  private final Map<String, Integer> runs = new HashMap<>();
  private final List<String> order = new ArrayList<>();

  @Test
  void nothing_is_lost_when_a_call_fails_and_the_worker_goes_on() {
    failAtEachPosition(false);
  }

  @Test
  void nothing_is_lost_when_a_worker_dies_of_a_failed_call() {
    failAtEachPosition(true);
  }

  @Test
  void nothing_is_lost_when_every_third_call_fails() {
    for (long seed = 1; seed <= 20; seed++) {
      var random = new SplittableRandom(seed);
      boolean mortal = seed % 2 == 0;
      run(call -> random.nextInt(6) == 0, call -> random.nextInt(6) == 0, mortal, "seed " + seed);
    }
  }

  @Test
  void results_are_stored_before_successors_are_sent_and_both_before_the_acknowledgement() {
    run(call -> false, call -> false, true, "no fault");

    assertThat(order).contains("put", "count", "send", "ack", "release", "reject");
    var exits = List.of("ack", "release", "reject");
    String last = "";
    for (var call : order) {
      if (call.equals("put") || call.equals("count")) {
        assertThat(last).as("before " + call).isNotEqualTo("send");
      }
      if (call.equals("send")) {
        assertThat(exits).as("before send").doesNotContain(last);
      }
      last = call;
    }
  }

  private void failAtEachPosition(boolean mortal) {
    run(call -> false, call -> false, mortal, "no fault");
    int all = calls;
    assertThat(all).isGreaterThan(20);
    for (int position = 0; position < all; position++) {
      int at = position;
      run(call -> call == at, call -> false, mortal, "before call " + at);
      run(call -> false, call -> call == at, mortal, "after call " + at);
    }
  }

  private void run(IntPredicate before, IntPredicate after, boolean mortal, String where) {
    sound = MemoryBroker.create(time);
    faulty = new Faulty();
    calls = 0;
    failures = 0;
    runs.clear();
    order.clear();
    this.before = call -> false;
    this.after = call -> false;
    plan();
    this.before = before;
    this.after = after;
    try {
      work(mortal);
      check(mortal);
    } catch (AssertionError e) {
      throw new AssertionError("with a fault at: " + where + ": " + e.getMessage(), e);
    }
  }

  private void plan() {
    sound.results().expect(List.of(new GroupSize("g", 3, Duration.ofDays(1))));
    send(headers("plain", "work"));
    var chain = headers("chain", "work");
    chain.putArray("then").add("work").add("work");
    send(chain);
    for (int i = 0; i < 3; i++) {
      send(headers("part" + i, "work").put("group", "g").put("index", i).put("join", "work"));
    }
    send(headers("fails", "fails"));
    send(headers("retries", "retries"));
    send(headers("late", "work").put("due", time.instant().plusSeconds(5).toString()));
    send(headers("", "nothing").put("id", 5)); // can't be read
    send(headers("unknown", "nothing"));
  }

  private static ObjectNode headers(String id, String type) {
    return JsonNodeFactory.instance.objectNode().put("id", id).put("type", type);
  }

  private void send(ObjectNode headers) {
    var body = "1".getBytes(StandardCharsets.UTF_8);
    var message =
        new Message(headers, JsonNodeFactory.instance.objectNode(), "application/json", null, body);
    sound.broker().send(List.of(new Outgoing(QUEUE, message)));
  }

  private static TaskDefinition<Object, Object> type(String name) {
    return new TaskDefinition<>(
        name,
        Object.class,
        Object.class,
        new ArgumentVersions(1, Map.of()),
        (n, context) -> n,
        new NewTask.Settings(
            QUEUE,
            5,
            new dev.lovage.Start.Now(),
            new NewTask.Limits(null, null, Duration.ofDays(1), 100),
            null,
            null),
        new TaskDefinition.Running(RetryPolicy.none(), false, Duration.ofSeconds(1), false));
  }

  private End end() {
    return new End(time.instant(), "w", Duration.ofDays(1), type -> Optional.empty());
  }

  private BrokerSource source() {
    Map<String, TaskDefinition<?, ?>> types =
        Map.of("work", type("work"), "fails", type("fails"), "retries", type("retries"));
    var held = new Held();
    var nobody = new Attendant() {};
    var departures = new Departures(faulty, held, type -> end(), tasks -> {}, nobody, LEASE);
    var arrivals = new Arrivals(faulty, types, held, departures, type -> end(), nobody);
    return new BrokerSource(faulty, arrivals, departures, held, LEASE);
  }

  private void work(boolean mortal) {
    var source = source();
    var settlements = new ArrayList<Settlement>();
    int idle = 0;
    for (int turn = 0; turn < 500 && idle < 3; turn++) {
      int failedBefore = failures;
      var settled = source.turn(List.copyOf(settlements), List.of(new QueueLimit(QUEUE, 3)));
      settlements.clear();
      if (mortal && failures > failedBefore) {
        source = source();
        time.advance(LEASE);
        idle = 0;
        continue;
      }
      for (var lease : settled.next().leases()) {
        settlements.add(new Settlement(lease, outcome(lease), Report.empty()));
      }
      boolean quiet = settlements.isEmpty() && failures == failedBefore;
      idle = quiet ? idle + 1 : 0;
      time.advance(quiet ? LEASE : Duration.ofSeconds(1));
    }
  }

  private Outcome outcome(Lease lease) {
    runs.merge(lease.task().toString() + "/" + lease.attempt(), 1, Integer::sum);
    return switch (lease.work().type()) {
      case "fails" -> new Outcome.Failed(ERROR);
      case "retries" ->
          lease.attempt() == 1
              ? new Outcome.Retry(Duration.ofSeconds(1), ERROR)
              : new Outcome.Succeeded("2");
      default -> new Outcome.Succeeded("1");
    };
  }

  private void check(boolean mortal) {
    for (var id : List.of("plain", "chain", "chain+", "chain++", "part0", "retries", "late")) {
      assertThat(state(id)).as(id).isEqualTo(TaskState.SUCCEEDED);
    }
    assertThat(state("fails")).isEqualTo(TaskState.FAILED);
    assertThat(state("unknown")).isEqualTo(TaskState.FAILED);
    assertThat(state(dev.lovage.TaskId.named("g joined").toString()))
        .isEqualTo(TaskState.SUCCEEDED);
    assertThat(sound.broker().waiting(List.of(QUEUE))).containsEntry(QUEUE, 0L);
    assertThat(sound.broker().rejected(QUEUE, 10)).hasSizeGreaterThanOrEqualTo(2);
    if (!mortal && failures == 0) {
      assertThat(runs.values()).allMatch(count -> count == 1);
    }
  }

  private TaskState state(String id) {
    var document = sound.results().get(List.of(id)).get(id);
    assertThat(document).as("the result of " + id).isNotNull();
    return sound.protocol().read(document).state();
  }

  /// The broker with its calls counted, noted, and failing by plan.
  private final class Faulty implements BrokerEngine {

    private final Broker broker = wrap(Broker.class, sound.broker());
    private final ResultBackend results = wrap(ResultBackend.class, sound.results());

    private <T> T wrap(Class<T> part, T target) {
      return part.cast(
          Proxy.newProxyInstance(
              part.getClassLoader(),
              new Class<?>[] {part},
              (proxy, method, arguments) -> {
                if (method.getName().equals("features")) {
                  return method.invoke(target, arguments);
                }
                int call = calls++;
                if (before.test(call)) {
                  throw broken(method.getName());
                }
                order.add(method.getName());
                try {
                  var answer = method.invoke(target, arguments);
                  if (after.test(call)) {
                    throw broken(method.getName());
                  }
                  return answer;
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              }));
    }

    private LovageException broken(String method) {
      failures++;
      return new LovageException(ErrorCode.UNAVAILABLE, "a fault of the test in " + method);
    }

    @Override
    public String description() {
      return "a faulty broker";
    }

    @Override
    public Broker broker() {
      return broker;
    }

    @Override
    public ResultBackend results() {
      return results;
    }

    @Override
    public MessageProtocol protocol() {
      return sound.protocol();
    }

    @Override
    public void close() {}
  }
}
