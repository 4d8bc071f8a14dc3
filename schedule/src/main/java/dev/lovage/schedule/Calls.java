// SPDX-License-Identifier: Apache-2.0
package dev.lovage.schedule;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import dev.lovage.TaskId;
import dev.lovage.Tickers;
import dev.lovage.spi.JsonCodec;
import dev.lovage.spi.Tick;
import dev.lovage.spi.Ticker;
import dev.lovage.spi.Ticker.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// Takes calls with signed bodies. A call that comes again within the time for which its signature
/// is good is answered with the task of the first.
public final class Calls {

  /// How far the time of a call may be from ours.
  public static final Duration GOOD_FOR = Duration.ofMinutes(5);

  private static final int SHOWN = 16;

  private final Tickers tickers;

  Calls(Tickers tickers) {
    this.tickers = tickers;
  }

  /// One call, as it came.
  ///
  /// @param seconds the time of the call since 1970, as text
  /// @param signature in hexadecimal, perhaps after `sha256=`
  /// @param body JSON text, as it was signed in UTF-8
  public record Call(String trigger, String seconds, String signature, String body) {}

  /// What became of a call.
  public sealed interface Answer {
    /// It has its task.
    ///
    /// @param again whether it came before
    record Taken(TaskId task, boolean again) implements Answer {}

    /// There is no such trigger, or it waits for no call.
    record Unknown() implements Answer {}

    /// The trigger is paused.
    record Paused() implements Answer {}

    /// The signature is not that of this time and body under the secret, or the time is too far
    /// from now.
    record Refused(String why) implements Answer {}
  }

  /// Where secrets are, by name; they are asked for at each call and kept nowhere.
  @FunctionalInterface
  public interface Secrets {
    /// The secret, or an empty text if there is none of this name.
    String get(String name);
  }

  /// Makes a task of a call whose signature is right.
  ///
  /// @throws LovageException `BROKEN` if there is no such secret here; `INVALID` if the body is not
  ///   an argument of the task type
  public Answer take(Call call, Secrets secrets) {
    var ticker = tickers.find(Kind.TRIGGER, call.trigger());
    if (ticker.isEmpty()) {
      return new Answer.Unknown();
    }
    var trigger = ReadTrigger.of(ticker.get());
    if (trigger.on().on() != On.Kind.CALL) {
      return new Answer.Unknown();
    }
    var secret = secrets.get(trigger.on().of());
    if (secret.isEmpty()) {
      throw new LovageException(
          ErrorCode.BROKEN,
          "trigger: "
              + trigger.name()
              + " needs LOVAGE_SECRET_"
              + trigger.on().of()
              + " in the environment of this process");
    }
    if (!isTimely(call.seconds())) {
      return new Answer.Refused(
          "its time is more than " + GOOD_FOR.toMinutes() + " minutes from ours");
    }
    var wanted = Signature.of(secret, call.seconds(), call.body().getBytes(StandardCharsets.UTF_8));
    var given = call.signature().toLowerCase(Locale.ROOT).replaceFirst("^sha256=", "");
    if (!Signature.isSame(given, wanted)) {
      return new Answer.Refused("its signature is not that of this time and body");
    }
    return trigger.ticker().paused() ? new Answer.Paused() : fire(trigger, call, wanted);
  }

  /// Changes nothing of the trigger, so that calls don't wait for one another.
  private Answer fire(ReadTrigger trigger, Call call, String signature) {
    var body = call.body();
    var _ = JsonCodec.tree("body", body);
    var firing =
        trigger.firing(
            tickers,
            "call of "
                + Instant.ofEpochSecond(Long.parseLong(call.seconds()))
                + ", "
                + signature.substring(0, SHOWN),
            body);
    var tick =
        new Tick(
            Kind.TRIGGER,
            trigger.name(),
            new Ticker.Position(Tick.ANY, "", null),
            List.of(firing),
            List.of());
    var fired = tickers.fire(List.of(tick)).getFirst();
    return fired.won()
        ? new Answer.Taken(fired.tasks().getFirst().id(), !fired.tasks().getFirst().added())
        : new Answer.Paused();
  }

  private boolean isTimely(String seconds) {
    try {
      var time = Instant.ofEpochSecond(Long.parseLong(seconds));
      return Duration.between(time, tickers.clock().instant()).abs().compareTo(GOOD_FOR) <= 0;
    } catch (RuntimeException e) {
      // No number, or none of a time.
      return false;
    }
  }
}
