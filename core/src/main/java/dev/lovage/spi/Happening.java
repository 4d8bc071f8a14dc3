// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import java.time.Instant;

/// Something in the store that a ticker waits for. It was noted in the transaction in which it
/// happened, and is there until a [Tick] has dealt with it.
///
/// @param what JSON text: the value's `name` and `version`, or the `task`, its `type` and `state`
public record Happening(long number, Ticker.Kind kind, String name, String what, Instant at) {}
