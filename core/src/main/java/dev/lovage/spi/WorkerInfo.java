// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import java.util.Map;
import java.util.Set;

/// How a worker describes itself.
///
/// @param id unique to one life of one worker
/// @param queues the queues it serves, each with the most attempts that it runs at a time
/// @param draining it finishes what it has and leases nothing more
public record WorkerInfo(
    String id,
    String host,
    long pid,
    Map<String, Integer> queues,
    Set<String> types,
    boolean draining) {}
