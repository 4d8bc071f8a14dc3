// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import java.time.Duration;

/// A message to give back.
///
/// @param delay not to be delivered earlier than this from now; zero for at once
public record Release(Delivery delivery, Duration delay) {

  public Release(Delivery delivery) {
    this(delivery, Duration.ZERO);
  }
}
