// SPDX-License-Identifier: Apache-2.0
package dev.lovage.acceptance;

import java.nio.file.Path;

/// Where the project under test is.
final class Repo {

  private Repo() {}

  static Path root() {
    return Path.of(System.getProperty("lovage.root")).toAbsolutePath().normalize();
  }
}
