// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

/// What follows when a task has ended.
public final class Successors {
  private Successors() {}
}
