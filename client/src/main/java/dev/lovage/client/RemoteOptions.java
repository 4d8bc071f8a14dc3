// SPDX-License-Identifier: Apache-2.0
package dev.lovage.client;

import dev.lovage.TaskHandle;
import dev.lovage.TaskId;
import dev.lovage.Unique;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How one submit departs from its task type's options, as [dev.lovage.SubmitOptions] in the
/// process. The server judges the values: a wrong one is refused with `INVALID`.
public final class RemoteOptions {

  private final Map<String, String> query = new LinkedHashMap<>();
  private @Nullable String idempotencyKey;

  RemoteOptions() {}

  /// An id of the caller's making, for one who may submit the same once more after an end of his
  /// own. Without it the id is made at each submit.
  public RemoteOptions id(TaskId value) {
    return with("id", value);
  }

  /// A key of the caller's making, for one who can't keep an id; see
  /// [dev.lovage.SubmitOptions#idempotencyKey].
  public RemoteOptions idempotencyKey(String key) {
    this.idempotencyKey = key;
    return this;
  }

  public RemoteOptions queue(String name) {
    return with("queue", name);
  }

  /// From 0 to 9, higher first.
  public RemoteOptions priority(int value) {
    return with("priority", value);
  }

  /// Not before this long from now, by the store's clock.
  public RemoteOptions delay(Duration value) {
    return with("delay", value);
  }

  /// Not before this instant.
  public RemoteOptions at(Instant instant) {
    return with("at", instant);
  }

  /// Cancelled if not started this long after its submission.
  public RemoteOptions expiry(Duration value) {
    return with("expiry", value);
  }

  /// How long one attempt may run.
  public RemoteOptions timeLimit(Duration value) {
    return with("timeLimit", value);
  }

  /// How long the task is remembered with its result, counted from its end.
  public RemoteOptions resultTtl(Duration value) {
    return with("resultTtl", value);
  }

  /// A key that this task shares its work under, or takes the place of older ones of its type.
  public RemoteOptions unique(Unique value) {
    with("unique", value.key()).with("rule", value.rule());
    return value.keep().isZero() ? this : with("keep", value.keep());
  }

  /// Only when all of these have succeeded. If one fails or is cancelled, this task is cancelled.
  public RemoteOptions after(TaskHandle<?>... handles) {
    return after(Arrays.stream(handles).map(TaskHandle::id).toList());
  }

  /// As [#after(TaskHandle...)], by id.
  public RemoteOptions after(List<TaskId> ids) {
    return with("after", ids.stream().map(TaskId::toString).collect(Collectors.joining(",")));
  }

  private RemoteOptions with(String name, Object value) {
    query.put(name, value.toString());
    return this;
  }

  Map<String, String> query() {
    return query;
  }

  @Nullable String idempotencyKey() {
    return idempotencyKey;
  }
}
