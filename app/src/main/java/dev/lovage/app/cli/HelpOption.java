// SPDX-License-Identifier: Apache-2.0
package dev.lovage.app.cli;

import picocli.CommandLine.Option;

/// `--help`, which every command has.
final class HelpOption {

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this page.")
  @SuppressWarnings("UnusedVariable") // picocli looks at it, and answers for the command.
  private boolean asked;
}
