// SPDX-License-Identifier: Apache-2.0
package dev.lovage.worker;

import dev.lovage.Worker;
import dev.lovage.spi.Engine;
import dev.lovage.spi.Lease;
import dev.lovage.spi.SignalListener;
import dev.lovage.spi.WorkerInfo;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A worker over a store: puts its parts together, starts them and stops them.
public final class LeasingWorker implements Worker {

  private static final Logger log = LoggerFactory.getLogger(LeasingWorker.class);

  /// What the worker serves and how much it does at a time.
  ///
  /// @param queues names with limits; empty for the queues of all types
  /// @param most for some queues how many tasks may run at a time in all workers
  public record Settings(
      Map<String, Integer> queues,
      Map<String, Integer> most,
      int concurrency,
      int ioConcurrency,
      Duration lease,
      Duration poll) {}

  private final WorkerInfo info;
  private final TaskSource source;
  private final CpuPool pool;
  private final Heart heart;
  private final Upkeep upkeep;
  private final Dispatcher dispatcher;
  private final List<BrokerPart> brokers;

  private final CountDownLatch stopped = new CountDownLatch(1);
  private boolean left;

  private LeasingWorker(
      WorkerInfo info,
      TaskSource source,
      CpuPool pool,
      Heart heart,
      Upkeep upkeep,
      Dispatcher dispatcher,
      List<BrokerPart> brokers) {
    this.info = info;
    this.source = source;
    this.pool = pool;
    this.heart = heart;
    this.upkeep = upkeep;
    this.dispatcher = dispatcher;
    this.brokers = brokers;
  }

  public static Worker start(
      Engine engine,
      Homes homes,
      Collection<TaskDefinition<?, ?>> types,
      Settings settings,
      InstantSource clock,
      RandomGenerator random) {
    var byName = new HashMap<String, TaskDefinition<?, ?>>();
    types.forEach(type -> type.knownNames().forEach(stored -> byName.put(stored, type)));
    var slots = new Slots(settings.queues(), settings.most(), types, settings.ioConcurrency());
    long pid = ProcessHandle.current().pid();
    var host = hostName();
    var info =
        new WorkerInfo(
            host + "-" + pid + "-" + HexFormat.of().toHexDigits(random.nextInt()),
            host,
            pid,
            slots.concurrency(settings.concurrency()),
            byName.keySet(),
            false);
    var brokers = BrokerPart.of(homes, byName, info, settings.lease(), clock);
    var source = source(new StoreSource(engine.tasks(), info, settings.lease()), brokers);
    var heart = new Heart(source, settings.lease().dividedBy(3), "lovage");
    var pool = new CpuPool(settings.concurrency(), "lovage");
    Function<Lease, Attempt> attempts =
        leased -> {
          var atBroker = definition(brokers, leased);
          var type = atBroker.orElse(byName.get(leased.work().type()));
          if (type == null) {
            throw new IllegalStateException(
                "the store leased a task of type "
                    + leased.work().type()
                    + ", which was not asked for");
          }
          var lease = type.complete(leased);
          var context = new AttemptContext(lease, clock, heart::report, atBroker.isPresent());
          var attempt = new Attempt(lease, type, context, random);
          brokers.forEach(broker -> broker.watch(attempt));
          return attempt;
        };
    var dispatcher = new Dispatcher(source, slots, pool, heart, attempts, settings.poll());
    heart.onOverdue(dispatcher::overdue);
    var listeners = new ArrayList<AutoCloseable>();
    listeners.add(
        engine
            .signals()
            .listen(
                new SignalListener() {
                  @Override
                  public void ready() {
                    dispatcher.signal();
                  }

                  @Override
                  public void changed() {
                    dispatcher.signal();
                  }

                  @Override
                  public void cancelling() {
                    heart.beatNow();
                  }
                }));
    brokers.forEach(broker -> listeners.add(broker.listen(dispatcher::signal)));
    var worker =
        new LeasingWorker(
            info, source, pool, heart, new Upkeep(source, listeners), dispatcher, brokers);
    brokers.forEach(broker -> broker.attend(new PartControl(worker, broker)));
    worker.start();
    return worker;
  }

  private static TaskSource source(StoreSource store, List<BrokerPart> brokers) {
    var homes = new HashMap<String, BrokerSource>();
    brokers.forEach(broker -> broker.queues().forEach(queue -> homes.put(queue, broker.source())));
    return homes.isEmpty() ? store : new HomeSource(store, homes);
  }

  private static Optional<TaskDefinition<?, ?>> definition(List<BrokerPart> brokers, Lease lease) {
    return brokers.stream().flatMap(broker -> broker.definition(lease).stream()).findFirst();
  }

  /// Whether it knows this queue as one that does not live at this broker.
  boolean hasElsewhere(String queue, BrokerPart part) {
    var home = source instanceof HomeSource homes ? homes.homeOf(queue) : null;
    return home == null ? info.queues().containsKey(queue) : home != part.source();
  }

  void serve(String queue, BrokerPart part) {
    if (source instanceof HomeSource homes) {
      homes.home(queue, part.source());
      part.serve(queue);
      dispatcher.change(slots -> slots.serve(queue, Integer.MAX_VALUE));
      dispatcher.signal();
    }
  }

  boolean leave(String queue, BrokerPart part) {
    boolean served = part.leave(queue);
    if (served) {
      dispatcher.change(slots -> slots.leave(queue));
    }
    return served;
  }

  List<String> types() {
    return info.types().stream().sorted().toList();
  }

  /// Somebody wants the end of a task that is held.
  void cancelling() {
    heart.beatNow();
  }

  int concurrency() {
    return pool.size();
  }

  void concurrency(int value) {
    pool.resize(value);
    dispatcher.signal();
  }

  private void start() {
    heart.start();
    upkeep.start();
    pool.start(dispatcher::run);
    Thread.ofPlatform().daemon().name("lovage-dispatcher").start(dispatcher::run);
    log.info("worker {} serves {} with {}", info.id(), info.queues(), info.types());
  }

  @Override
  public String id() {
    return info.id();
  }

  @Override
  public int running() {
    return heart.held();
  }

  @Override
  public boolean isHealthy() {
    return dispatcher.isHealthy() && heart.isHealthy() && !pool.isExhausted();
  }

  @Override
  public void drain(Duration grace) {
    source.draining();
    dispatcher.drain(grace);
    try {
      dispatcher.awaitStopped();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    leave();
  }

  @Override
  public void awaitStopped() throws InterruptedException {
    stopped.await();
  }

  /// Also the second of two drains returns only when this is done.
  private synchronized void leave() {
    if (left) {
      return;
    }
    left = true;
    heart.stop();
    upkeep.stop();
    pool.shutdown();
    try {
      source.leave();
    } catch (RuntimeException e) {
      log.info(
          "worker {} could not sign off; its leases run out by themselves: {}",
          id(),
          e.getMessage());
    }
    brokers.forEach(BrokerPart::left);
    stopped.countDown();
    log.info("worker {} stopped", id());
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
