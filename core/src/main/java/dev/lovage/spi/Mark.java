// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a ticker keeps for one key of many, where a cursor would grow too long: how far it is with
/// a user, or with a file.
///
/// @param key from 1 to 1024 characters
/// @param value of whoever moves the ticker; null in a tick that removes the mark
/// @param dueAt when to look at it, or null for not by time
public record Mark(String key, @Nullable String value, @Nullable Instant dueAt) {}
