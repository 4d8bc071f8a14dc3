// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import org.jspecify.annotations.Nullable;

/// What only people and monitors look at.
///
/// @param shadow shown in place of the task's name
/// @param argsRepr the arguments as Python would print them; written from the arguments if null
/// @param kwargsRepr likewise
/// @param origin who sent it: `gen<pid>@<host>`
public record Display(
    @Nullable String shadow,
    @Nullable String argsRepr,
    @Nullable String kwargsRepr,
    @Nullable String origin) {

  public static final Display NONE = new Display(null, null, null, null);
}
