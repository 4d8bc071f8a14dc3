// SPDX-License-Identifier: Apache-2.0
/// Real servers for tests and benchmarks, started from what the machine has.
@org.jspecify.annotations.NullMarked
package dev.lovage.servers;
