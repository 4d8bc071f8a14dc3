// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

/// What an accepted task survives. Figures compare fairly only within one class.
enum Durability {
  D0("nothing: it is in memory only"),
  D1("the end of the process, not of the power"),
  D2("the loss of power");

  final String survives;

  Durability(String survives) {
    this.survives = survives;
  }

  static Durability of(String storeUrl) {
    return storeUrl.contains("durability=process") ? D1 : D2;
  }
}
