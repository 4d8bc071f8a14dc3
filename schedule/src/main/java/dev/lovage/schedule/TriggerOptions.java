// SPDX-License-Identifier: Apache-2.0
package dev.lovage.schedule;

import dev.lovage.ActionStream;
import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import dev.lovage.ServedValue;
import dev.lovage.SubmitOptions;
import dev.lovage.TaskType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a trigger waits for; exactly one thing must be said.
public final class TriggerOptions {

  private @Nullable On on;
  private Consumer<SubmitOptions> submit = options -> {};

  TriggerOptions() {}

  /// After so many actions of a stream, counted from when the trigger was made. It needs a process
  /// that declares the stream and runs triggers.
  public TriggerOptions actions(ActionStream<?> stream, int every) {
    return on(new On(On.Kind.ACTIONS, stream.name(), every, null, null, null));
  }

  /// After so many actions of one user.
  public TriggerOptions actionsOfUser(ActionStream<?> stream, int every) {
    return on(new On(On.Kind.ACTIONS, stream.name(), every, true, null, null));
  }

  /// When no action of a stream has come for so long, after one has.
  public TriggerOptions quiet(ActionStream<?> stream, Duration time) {
    return on(new On(On.Kind.QUIET, stream.name(), null, null, time, null));
  }

  /// When no action of a user has come for so long, after one has.
  public TriggerOptions quietOfUser(ActionStream<?> stream, Duration time) {
    return on(new On(On.Kind.QUIET, stream.name(), null, true, time, null));
  }

  /// When a result is published as this value.
  public TriggerOptions published(ServedValue<?> value) {
    return on(new On(On.Kind.VALUE, value.name(), null, null, null, null));
  }

  /// When a task of this type has succeeded.
  public TriggerOptions succeeded(TaskType<?, ?> type) {
    return on(new On(On.Kind.SUCCEEDED, type.name(), null, null, null, null));
  }

  /// When a task of this type has failed.
  public TriggerOptions failed(TaskType<?, ?> type) {
    return on(new On(On.Kind.FAILED, type.name(), null, null, null, null));
  }

  /// When a file appears in a folder, or changes. Files that are there when the trigger is first
  /// looked at do not count.
  ///
  /// @param pattern of names, for example `*.csv`
  public TriggerOptions file(Path folder, String pattern) {
    return on(new On(On.Kind.FILE, folder.toString(), null, null, null, pattern));
  }

  /// When it is called over HTTP with a body that is signed with a secret. The secret is in the
  /// environment of the process that answers HTTP, as `LOVAGE_SECRET_` and this name, and nowhere
  /// else.
  public TriggerOptions call(String secret) {
    return on(new On(On.Kind.CALL, secret, null, null, null, null));
  }

  /// Anything of these, as data.
  public TriggerOptions on(On what) {
    if (on != null) {
      throw new LovageException(
          ErrorCode.INVALID, "on: a trigger waits for one thing; make two for two");
    }
    on = what;
    return this;
  }

  /// How its tasks depart from their type's options. Id and start are not for this.
  public TriggerOptions submit(Consumer<SubmitOptions> options) {
    this.submit = options;
    return this;
  }

  On on() {
    if (on == null) {
      throw new LovageException(ErrorCode.INVALID, "on: say what the trigger waits for");
    }
    return on;
  }

  Consumer<SubmitOptions> submitOptions() {
    return submit;
  }
}
