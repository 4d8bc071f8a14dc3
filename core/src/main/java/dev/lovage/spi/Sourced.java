// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

/// A version with the name of the value that it is from, or `default`.
public record Sourced(ValueVersion version, String source) {}
