// SPDX-License-Identifier: Apache-2.0
package dev.lovage.schedule;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import dev.lovage.SubmitOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// When a schedule ticks and what it does then. One of [#cron], [#every] and [#at] must be said.
public final class ScheduleOptions {

  private static final int MOST_MISSED = 1_000;

  private @Nullable String cron;
  private @Nullable Duration every;
  private @Nullable Instant at;
  private @Nullable String zone;
  private @Nullable Duration jitter;
  private @Nullable Instant start;
  private @Nullable Instant end;
  private Missed missed = Missed.ONCE;
  private int most = 1;
  private Overlap overlap = Overlap.ALLOW;
  private Consumer<SubmitOptions> submit = options -> {};

  ScheduleOptions() {}

  /// At the local times of a cron expression: five fields (minute, hour, day of the month, month,
  /// day of the week), six with the second before them, or one of `@hourly`, `@daily`, `@weekly`,
  /// `@monthly` and `@yearly`.
  public ScheduleOptions cron(String expression) {
    this.cron = expression;
    return this;
  }

  /// The zone of the cron's local times, for example `Europe/Berlin`. Default: UTC.
  public ScheduleOptions zone(String name) {
    this.zone = name;
    return this;
  }

  /// As [#zone(String)].
  public ScheduleOptions zone(ZoneId id) {
    return zone(id.getId());
  }

  /// Always the same time apart, at least a second. Ticks are counted from the start if one is
  /// said, else from 1970: every quarter of an hour is at :00, :15, :30 and :45.
  public ScheduleOptions every(Duration interval) {
    this.every = interval;
    return this;
  }

  /// Once.
  public ScheduleOptions at(Instant instant) {
    this.at = instant;
    return this;
  }

  /// Each tick is late by less than this, by an amount of its own that is the same in every
  /// process. Default: none.
  public ScheduleOptions jitter(Duration most) {
    this.jitter = most;
    return this;
  }

  /// No tick before. Default: at once.
  public ScheduleOptions start(Instant instant) {
    this.start = instant;
    return this;
  }

  /// No tick after. Default: for ever.
  public ScheduleOptions end(Instant instant) {
    this.end = instant;
    return this;
  }

  /// What happens to ticks that went by while no process ran schedules. Default: [Missed#ONCE].
  public ScheduleOptions missed(Missed rule) {
    this.missed = rule;
    this.most = rule == Missed.ALL ? MOST_MISSED : 1;
    return this;
  }

  /// Missed ticks all have their tasks, the last ones up to a number.
  ///
  /// @param most from 1 to 1000
  public ScheduleOptions missedUpTo(int most) {
    if (most < 1 || most > MOST_MISSED) {
      throw new LovageException(
          ErrorCode.INVALID, "mostMissed: takes 1 to " + MOST_MISSED + ", but is " + most);
    }
    this.missed = Missed.ALL;
    this.most = most;
    return this;
  }

  /// What a tick does whose predecessor's task has not ended. Default: [Overlap#ALLOW].
  public ScheduleOptions overlap(Overlap rule) {
    this.overlap = rule;
    return this;
  }

  /// How its tasks depart from their type's options. Id and start are not for this.
  public ScheduleOptions submit(Consumer<SubmitOptions> options) {
    this.submit = options;
    return this;
  }

  When when() {
    return new When(cron, every, at, zone, jitter, start, end);
  }

  ScheduleSpec.Rules rules() {
    return new ScheduleSpec.Rules(missed, most, overlap);
  }

  Consumer<SubmitOptions> submitOptions() {
    return submit;
  }
}
