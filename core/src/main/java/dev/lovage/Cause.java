// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

/// What made a task that nobody submitted.
///
/// @param kind `schedule` or `trigger`
/// @param name of the schedule or trigger
/// @param what happened, in words that stand for this one cause alone: the instant of a tick, a
///   version of a value, a task that ended
public record Cause(String kind, String name, String what) {}
