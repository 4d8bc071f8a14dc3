// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

/// The end of one attempt, with the last of what it reported.
public record Settlement(Lease lease, Outcome outcome, Report report) {}
