// SPDX-License-Identifier: Apache-2.0
package dev.lovage.value;

import dev.lovage.Model;
import dev.lovage.spi.ValueVersion;

/// A model in memory with the version that it was loaded from.
record Loaded<T>(ValueVersion from, Model.Snapshot<T> snapshot) {}
