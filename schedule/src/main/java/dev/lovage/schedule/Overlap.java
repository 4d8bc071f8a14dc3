// SPDX-License-Identifier: Apache-2.0
package dev.lovage.schedule;

/// What a tick does whose predecessor's task has not ended.
public enum Overlap {
  /// Its task runs beside the other.
  ALLOW,
  /// It is left out.
  SKIP,
  /// Its task waits until the other has ended, unless one waits already: then it is left out.
  QUEUE
}
