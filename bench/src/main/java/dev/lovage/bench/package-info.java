// SPDX-License-Identifier: Apache-2.0
/// Measures Lovage, alone or beside a peer in the same run. A [Scenario] is run on each [Side] in
/// turn by [Rounds]; what comes out is a [Report].
@org.jspecify.annotations.NullMarked
package dev.lovage.bench;
