// SPDX-License-Identifier: Apache-2.0
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/// Drives a library on the JVM as dev.lovage.bench.embedded drives Lovage, and prints one JSON object:
///
///     drain WARM_TASKS TASKS
///     submit-bulk WARM_TASKS TASKS
///     submit CALLERS WARM_SECONDS SECONDS
///     round-trip WARM_TASKS TASKS
///
/// The database is PEER_DB, the settings PEER_SETTINGS (default or best); CPU time of the process
/// LOVAGE_BENCH_SERVER and its children counts too.
public final class Peer {

  /// How many handlers have run in this process.
  public static final LongAdder RAN = new LongAdder();

  /// What a library must be able to do here.
  public interface Library extends AutoCloseable {

    void submit(int number);

    /// In the way that its manual shows for many.
    void submitAll(int count);

    void startWorker();

    void stopWorker();

    /// Tasks that the store has recorded as done.
    long done() throws Exception;

    @Override
    void close();
  }

  private final Library library;

  private Peer(Library library) {
    this.library = library;
  }

  static void run(Library library, String[] args) throws Exception {
    var numbers = Stream.of(args).skip(1).mapToInt(Integer::parseInt).toArray();
    var peer = new Peer(library);
    var json =
        switch (args[0]) {
          case "drain" -> peer.drain(numbers[0], numbers[1]);
          case "submit-bulk" -> peer.submitBulk(numbers[0], numbers[1]);
          case "submit" -> peer.submit(numbers[0], numbers[1], numbers[2]);
          case "round-trip" -> peer.roundTrip(numbers[0], numbers[1]);
          default -> throw new IllegalArgumentException(args[0]);
        };
    System.out.println(json);
    System.exit(0); // Their threads may go on.
  }

  static boolean best() {
    return "best".equals(System.getenv("PEER_SETTINGS"));
  }

  /// Preloaded tasks, worked off twice: once cold, once for the figure.
  private String drain(int warm, int tasks) throws Exception {
    library.submitAll(warm);
    library.startWorker();
    long start = System.nanoTime();
    awaitDone(warm);
    double cold = warm / seconds(start);
    library.stopWorker();
    library.submitAll(tasks);
    double cpu = cpuMicros();
    start = System.nanoTime();
    library.startWorker();
    awaitDone(warm + tasks);
    double rate = tasks / seconds(start);
    return json(rate, List.of(), (cpuMicros() - cpu) / tasks, cold, warm + tasks);
  }

  private String submitBulk(int warm, int tasks) throws Exception {
    library.submitAll(warm);
    double cpu = cpuMicros();
    long start = System.nanoTime();
    library.submitAll(tasks);
    double rate = tasks / seconds(start);
    return json(rate, List.of(), (cpuMicros() - cpu) / tasks, 0, 0);
  }

  private String submit(int callers, int warm, int measured) throws Exception {
    callFor(callers, warm);
    double cpu = cpuMicros();
    long start = System.nanoTime();
    var times = callFor(callers, measured);
    double rate = times.size() / seconds(start);
    return json(rate, times, (cpuMicros() - cpu) / times.size(), 0, 0);
  }

  private List<Long> callFor(int callers, int seconds) throws InterruptedException {
    var all = Collections.synchronizedList(new ArrayList<Long>());
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < callers; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    var own = new ArrayList<Long>();
                    for (long now = System.nanoTime(); now < end; now = System.nanoTime()) {
                      library.submit(1);
                      own.add(System.nanoTime() - now);
                    }
                    all.addAll(own);
                  }));
    }
    for (var thread : threads) {
      thread.join();
    }
    return all;
  }

  private String roundTrip(int warm, int tasks) throws Exception {
    library.startWorker();
    var times = new ArrayList<Long>();
    long done = library.done();
    for (int i = 0; i < warm + tasks; i++) {
      long start = System.nanoTime();
      library.submit(1);
      awaitDone(++done);
      if (i >= warm) {
        times.add(System.nanoTime() - start);
      }
    }
    Collections.sort(times);
    return json(times.get(times.size() / 2) / 1e6, times, 0, 0, 0);
  }

  private void awaitDone(long count) throws Exception {
    long limit = System.nanoTime() + 600_000_000_000L;
    while (RAN.sum() < count || library.done() < count) {
      if (System.nanoTime() > limit) {
        throw new IllegalStateException(library.done() + " of " + count + " after ten minutes");
      }
      Thread.sleep(RAN.sum() < count ? 5 : 1);
    }
  }

  private String json(double value, List<Long> times, double cpu, double cold, long expected)
      throws Exception {
    Collections.sort(times.isEmpty() ? new ArrayList<>() : times);
    long lost = expected == 0 ? 0 : expected - library.done();
    long twice = expected == 0 ? 0 : Math.max(0, RAN.sum() - expected);
    return String.format(
        Locale.ROOT,
        "{\"value\": %f, \"p50_ms\": %s, \"p99_ms\": %s, \"cpu_us_per_task\": %f, \"cold\": %s,"
            + " \"lost\": %d, \"settled_twice\": %d}",
        value,
        part(times, 0.5),
        part(times, 0.99),
        cpu,
        cold == 0 ? "null" : String.format(Locale.ROOT, "%f", cold),
        lost,
        twice);
  }

  private static String part(List<Long> ordered, double fraction) {
    return ordered.isEmpty()
        ? "null"
        : String.format(
            Locale.ROOT,
            "%f",
            ordered.get(Math.min(ordered.size() - 1, (int) (ordered.size() * fraction))) / 1e6);
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static double cpuMicros() throws IOException {
    double own = ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() / 1e3;
    long server = Long.parseLong(System.getenv().getOrDefault("LOVAGE_BENCH_SERVER", "0"));
    if (server == 0) {
      return own;
    }
    double all = ticks(server, 4);
    for (var child : ProcessHandle.of(server).orElseThrow().descendants().toList()) {
      all += ticks(child.pid(), 2);
    }
    return own + all * 10_000;
  }

  private static double ticks(long pid, int fields) throws IOException {
    try {
      var stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      var words = stat.substring(stat.lastIndexOf(')') + 1).strip().split("\\s+");
      return Stream.of(words).skip(11).limit(fields).mapToDouble(Double::parseDouble).sum();
    } catch (NoSuchFileException e) {
      return 0;
    }
  }
}
