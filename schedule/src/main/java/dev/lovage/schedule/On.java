// SPDX-License-Identifier: Apache-2.0
package dev.lovage.schedule;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a trigger waits for.
///
/// @param of the stream, value, task type, folder or secret
/// @param every by [Kind#ACTIONS], after so many
/// @param byUser by [Kind#ACTIONS] and [Kind#QUIET], whether each user counts for himself
/// @param quiet by [Kind#QUIET], how long nothing came
/// @param pattern by [Kind#FILE], which names, for example `*.csv`; null for all
public record On(
    Kind on,
    String of,
    @Nullable Integer every,
    @Nullable Boolean byUser,
    @Nullable Duration quiet,
    @Nullable String pattern) {

  /// The kinds of causes.
  public enum Kind {
    /// So many actions of a stream.
    ACTIONS,
    /// A time without an action, after the last one.
    QUIET,
    /// A result was published as a value.
    VALUE,
    /// A task of a type succeeded.
    SUCCEEDED,
    /// A task of a type failed.
    FAILED,
    /// A file appeared in a folder, or changed.
    FILE,
    /// A call over HTTP with a signed body.
    CALL
  }

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.:-]{1,128}");
  private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9_.:/@+=,~-]{1,512}");
  private static final Pattern SECRET = Pattern.compile("[A-Z0-9_]{1,64}");
  private static final Duration LEAST_QUIET = Duration.ofSeconds(1);
  private static final int MOST = 1_000_000_000;

  /// @throws LovageException `INVALID` naming what does not fit
  public On {
    switch (on) {
      case ACTIONS -> {
        matches(NAME, "of", of, "the name of a stream");
        if (every == null || every < 1 || every > MOST) {
          throw invalid("every", "takes 1 to 1,000,000,000 actions, but is " + every);
        }
      }
      case QUIET -> {
        matches(NAME, "of", of, "the name of a stream");
        if (quiet == null || quiet.compareTo(LEAST_QUIET) < 0 || quiet.toDays() > 366) {
          throw invalid("quiet", "takes 1 second to 366 days, but is " + quiet);
        }
      }
      case VALUE -> matches(VALUE, "of", of, "the name of a value");
      case SUCCEEDED, FAILED -> matches(NAME, "of", of, "the name of a task type");
      case FILE -> {
        if (of.isBlank() || of.length() > 4_096) {
          throw invalid("of", "must name a folder");
        }
      }
      case CALL ->
          matches(SECRET, "of", of, "the name of a secret, in capital letters, digits and _");
    }
    refuse("every", every != null && on != Kind.ACTIONS);
    refuse("byUser", byUser != null && on != Kind.ACTIONS && on != Kind.QUIET);
    refuse("quiet", quiet != null && on != Kind.QUIET);
    refuse("pattern", pattern != null && on != Kind.FILE);
  }

  private static void matches(Pattern pattern, String field, String text, String what) {
    if (!pattern.matcher(text).matches()) {
      throw invalid(field, "must be " + what + ", but is '" + text + "'");
    }
  }

  private static void refuse(String field, boolean refused) {
    if (refused) {
      throw invalid(field, "goes with another kind of trigger; leave it out");
    }
  }

  private static LovageException invalid(String field, String what) {
    return new LovageException(ErrorCode.INVALID, field + ": " + what);
  }

  boolean isByUser() {
    return byUser != null && byUser;
  }

  /// What in the store makes it tick, or null.
  @Nullable String source() {
    return switch (on) {
      case VALUE -> "value " + of;
      case SUCCEEDED -> "succeeded " + of;
      case FAILED -> "failed " + of;
      case ACTIONS, QUIET, FILE, CALL -> null;
    };
  }

  String words() {
    var whose = isByUser() ? " of one user" : "";
    return switch (on) {
      case ACTIONS -> "every " + every + " actions of " + of + whose;
      case QUIET ->
          Words.duration(quiet == null ? Duration.ZERO : quiet)
              + " after the last action of "
              + of
              + whose;
      case VALUE -> "a result published as " + of;
      case SUCCEEDED -> "a task of type " + of + " succeeded";
      case FAILED -> "a task of type " + of + " failed";
      case FILE -> "a file in " + of + (pattern == null ? "" : " like " + pattern);
      case CALL -> "a call signed with the secret " + of;
    };
  }
}
