// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

/// A message that nobody can do anything with, and why.
public record Rejection(Delivery delivery, String reason) {}
