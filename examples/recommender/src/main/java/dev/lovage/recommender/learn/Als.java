// SPDX-License-Identifier: Apache-2.0
package dev.lovage.recommender.learn;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleConsumer;

/// Alternating least squares for likes: given the movies' numbers, each user's are the solution of
/// a small linear system, and the other way round; so all users are found at once by all threads,
/// then all movies, again and again.
public final class Als {

  private static final float SCALE = 0.1f;
  private static final int CHUNK = 64;

  private final Hyper hyper;
  private final int threads;

  public Als(Hyper hyper, int threads) {
    this.hyper = hyper;
    this.threads = threads;
  }

  /// Trains on all likes.
  ///
  /// @param progress is told from 0 to 1 how far it is
  /// @return the movies' numbers; those of movies that nobody liked are 0
  public float[][] train(Interactions interactions, DoubleConsumer progress)
      throws InterruptedException {
    var random = new SplittableRandom(42);
    float[][] items = random(interactions.items(), random);
    float[][] users = new float[interactions.users().size()][];
    var liked = interactions.liked().toArray(int[][]::new);
    var fans = interactions.fans();
    try (var pool = Executors.newFixedThreadPool(threads, Als::thread)) {
      try {
        for (int i = 0; i < hyper.iterations(); i++) {
          solve(pool, users, items, liked);
          solve(pool, items, users, fans);
          progress.accept((i + 1.0) / hyper.iterations());
        }
      } finally {
        pool.shutdownNow();
      }
    }
    return items;
  }

  /// The readers of the feed go first where the system lets threads say so.
  @SuppressWarnings("ThreadPriorityCheck") // A hint is all that it shall be.
  private static Thread thread(Runnable work) {
    var thread = Thread.ofPlatform().name("als").daemon().priority(Thread.MIN_PRIORITY);
    return thread.unstarted(work);
  }

  private void solve(ExecutorService pool, float[][] sought, float[][] given, int[][] links)
      throws InterruptedException {
    var gram = LeastSquares.gram(given, hyper.rank());
    var next = new AtomicInteger();
    List<Callable<Boolean>> shares = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      shares.add(() -> solveSome(sought, new LeastSquares(hyper, given, gram), links, next));
    }
    for (var share : pool.invokeAll(shares)) {
      try {
        share.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("a share of the training failed", e.getCause());
      }
    }
  }

  private static boolean solveSome(
      float[][] sought, LeastSquares squares, int[][] links, AtomicInteger next) {
    for (int from = next.getAndAdd(CHUNK);
        from < sought.length && !Thread.currentThread().isInterrupted();
        from = next.getAndAdd(CHUNK)) {
      for (int i = from; i < Math.min(sought.length, from + CHUNK); i++) {
        sought[i] = squares.solve(links[i]);
      }
    }
    return true;
  }

  private float[][] random(int count, SplittableRandom random) {
    var all = new float[count][hyper.rank()];
    for (float[] one : all) {
      for (int i = 0; i < one.length; i++) {
        one[i] = SCALE * (float) random.nextGaussian();
      }
    }
    return all;
  }
}
