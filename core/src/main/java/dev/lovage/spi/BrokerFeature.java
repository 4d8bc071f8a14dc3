// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

/// What not every broker can do. One that declares a feature has it; one that does not refuses what
/// needs it, with `INVALID`.
public enum BrokerFeature {
  /// Messages of higher urgency are received first.
  PRIORITY("priorities"),
  /// A message can be released for later, for any time, without anybody holding it meanwhile.
  DELAY("delays"),
  /// Messages that can't be read are kept, with the reason, where an operator finds them.
  KEEP_REJECTED("keeping what was rejected"),
  /// The messages that wait can be counted.
  COUNT("counting");

  private final String words;

  BrokerFeature(String words) {
    this.words = words;
  }

  /// What it is called in a sentence.
  public String words() {
    return words;
  }
}
