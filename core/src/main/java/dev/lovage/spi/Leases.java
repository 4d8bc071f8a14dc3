// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a lease request got.
///
/// @param next how long until the next task comes due or expires or the next lease runs out, in any
///   queue, so that a worker with nothing to do knows when to look again; null if there is nothing
///   to expect
public record Leases(List<Lease> leases, @Nullable Duration next) {

  public static Leases none() {
    return new Leases(List.of(), null);
  }
}
