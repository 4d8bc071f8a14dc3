// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

/// How far an attempt has come.
///
/// @param fraction from 0 to 1
/// @param message what it does now; may be empty
public record Progress(double fraction, String message) {

  public Progress {
    if (!(fraction >= 0 && fraction <= 1)) {
      throw new LovageException(
          ErrorCode.INVALID, "progress: fraction must be from 0 to 1, but is " + fraction);
    }
  }
}
