// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A library over the same database, with its default settings or with the best that its own pages
/// name.
final class DatabaseSide implements Side {

  private static final int SECONDS = 900;
  // JobRunr and db-scheduler look for work every ten seconds and more: a few round trips say it.
  private static final int FEW_ROUND_TRIPS = 5;

  private final DatabasePeer peer;
  private final boolean best;
  private final StoreUrl store;
  private final PeerPrograms programs;
  private final Children children;

  DatabaseSide(
      DatabasePeer peer, boolean best, StoreUrl store, PeerPrograms programs, Children children) {
    this.peer = peer;
    this.best = best;
    this.store = store;
    this.programs = programs;
    this.children = children;
  }

  @Override
  public String name() {
    return best ? peer.slug + " at its best" : peer.slug;
  }

  @Override
  public Durability durability() {
    return store.durability();
  }

  @Override
  public Sample run(Scenario scenario, Sizes sizes, Path folder)
      throws IOException, InterruptedException {
    return switch (scenario) {
      case SUBMIT_1 -> drive(folder, "submit", with(1, sizes.submitSeconds()));
      case SUBMIT_64 -> drive(folder, "submit", with(64, sizes.submitSeconds()));
      case SUBMIT_BULK -> drive(folder, "submit-bulk", phase(sizes.drainTasks()));
      case DRAIN -> drive(folder, "drain", phase(programs.drain(peer, best, sizes)));
      case ROUND_TRIP -> drive(folder, "round-trip", roundTrips(sizes));
      default -> throw new BenchException(peer.slug + " has nothing like " + scenario.slug);
    };
  }

  private List<Integer> roundTrips(Sizes sizes) {
    return peer == DatabasePeer.BULLMQ ? phase(sizes.roundTrips()) : List.of(1, FEW_ROUND_TRIPS);
  }

  private static List<Integer> with(int callers, Sizes.Phase phase) {
    return List.of(callers, phase.warm(), phase.measured());
  }

  private static List<Integer> phase(Sizes.Phase phase) {
    return List.of(phase.warm(), phase.measured());
  }

  private Sample drive(Path folder, String scenario, List<Integer> numbers)
      throws IOException, InterruptedException {
    var words = new ArrayList<>(programs.command(peer));
    words.add(scenario);
    numbers.forEach(number -> words.add(number.toString()));
    try {
      var database = store.forPeer(folder, peer.jvm);
      var environment =
          Map.of(
              "PEER_DB",
              database,
              "PEER_SETTINGS",
              best ? "best" : "default",
              dev.lovage.bench.embedded.Cpu.SERVER,
              Long.toString(store.serverPid()));
      var child = children.start(peer.slug, words, environment, programs.folder(peer));
      return Sample.parse(child.awaitResult(SECONDS));
    } finally {
      children.stopAll();
      store.forgetPeer(folder);
    }
  }
}
