// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A command of Celery's remote control with its arguments: what a worker is asked for, or told to
/// do. The old names (`dump_active`) are read too.
public sealed interface ControlCommand {

  /// Commands that take no arguments.
  enum Simple implements ControlCommand {
    PING,
    RESERVED,
    SCHEDULED,
    REVOKED,
    STATS,
    ACTIVE_QUEUES,
    REPORT,
    CLOCK,
    MEMSAMPLE,
    ENABLE_EVENTS,
    DISABLE_EVENTS,
    HEARTBEAT,
    SHUTDOWN
  }

  /// What runs.
  ///
  /// @param safe the arguments of tasks as Python prints them
  record Active(boolean safe) implements ControlCommand {}

  /// Which task types there are.
  ///
  /// @param items what to tell of each task type beside its name
  record Registered(List<String> items, boolean builtins) implements ControlCommand {}

  record Conf(boolean withDefaults) implements ControlCommand {}

  record QueryTask(List<String> ids) implements ControlCommand {}

  /// A worker that starts tells which tasks it knows to be revoked, and asks for the same.
  record Hello(String fromNode, Map<String, JsonNode> revoked) implements ControlCommand {}

  /// Tasks that shall not run.
  ///
  /// @param terminate stop those that run
  record Revoke(List<String> ids, boolean terminate, String signal) implements ControlCommand {}

  record RevokeByStamps(Map<String, JsonNode> stamps, boolean terminate, String signal)
      implements ControlCommand {}

  /// How often tasks of a type may start.
  ///
  /// @param limit `10/s`, `100/m`, `1000/h`, a number, or null and 0 for none
  record RateLimit(String task, JsonNode limit) implements ControlCommand {}

  /// How long tasks of a type may run.
  ///
  /// @param hard seconds; null for none
  record TimeLimit(String task, @Nullable Double hard, @Nullable Double soft)
      implements ControlCommand {}

  record PoolGrow(int by) implements ControlCommand {}

  record PoolShrink(int by) implements ControlCommand {}

  record PoolRestart() implements ControlCommand {}

  record Autoscale(@Nullable Integer max, @Nullable Integer min) implements ControlCommand {}

  record AddConsumer(
      String queue,
      @Nullable String exchange,
      @Nullable String exchangeType,
      @Nullable String routingKey)
      implements ControlCommand {}

  record CancelConsumer(String queue) implements ControlCommand {}

  /// A vote among workers, which Lovage answers with null and does not take part in.
  record Election(@Nullable String id) implements ControlCommand {}

  /// A command that is not known here.
  record Unknown(String method) implements ControlCommand {}

  /// A known command whose arguments do not fit.
  ///
  /// @param reason as Python would put it
  record Malformed(String method, String reason) implements ControlCommand {}

  /// Reads the command of a request. It never throws.
  static ControlCommand of(ControlRequest request) {
    return ControlCommands.read(request);
  }

  /// The request for a command, to all nodes.
  ///
  /// @throws dev.lovage.LovageException `INVALID` for a command that can only be read
  default ControlRequest request() {
    return ControlCommands.write(this);
  }
}
