// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A group of which no part is missing any more.
///
/// @param documents of its parts, by index
/// @param form as [GroupSize#form]
public record CompleteGroup(List<String> documents, @Nullable String form) {}
