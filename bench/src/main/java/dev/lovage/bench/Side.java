// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import java.io.IOException;
import java.nio.file.Path;

/// Lovage or a peer.
interface Side {

  String name();

  /// What survives: see [Durability].
  Durability durability();

  /// Starts what the scenario needs on a store of its own, measures once and stops it all again.
  ///
  /// @param folder an empty folder for this run
  Sample run(Scenario scenario, Sizes sizes, Path folder) throws IOException, InterruptedException;
}
