// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

/// What is done to a shared queue while tasks are sent.
sealed interface Harm {

  int seconds();

  /// Workers are killed at random for so long.
  record Kills(int seconds) implements Harm {}

  /// Redis is killed, and started again after so long.
  record Away(int seconds) implements Harm {}
}
