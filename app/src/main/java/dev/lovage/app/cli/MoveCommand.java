// SPDX-License-Identifier: Apache-2.0
package dev.lovage.app.cli;

import dev.lovage.LovageException;
import dev.lovage.sql.Move;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Moves a store to another database.
@Command(
    description = {
      "Moves a store from a SQLite file to PostgreSQL: tasks with their results, values with their",
      "history. Stop all processes first. Cut short at any point, it can be run again."
    },
    sortOptions = false,
    footer = {
      "",
      "For example: move --from sqlite:lovage.db --to postgresql://me@db.example/app --rehearse",
      "",
      "Exit codes: 0 done, 2 refused; then nothing was changed."
    })
final class MoveCommand implements Callable<Integer> {

  @Option(
      names = "--from",
      required = true,
      paramLabel = "URL",
      description = "Where the store is: sqlite:FILE.")
  private String from = "";

  @Option(
      names = "--to",
      required = true,
      paramLabel = "URL",
      description = "Where it goes: postgresql://USER@HOST/DATABASE, an empty schema.")
  private String to = "";

  @Option(
      names = "--rehearse",
      description = "Copy and compare, tell what was found, and undo it all.")
  private boolean rehearse;

  private final Terminal terminal;

  MoveCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws ApiException {
    Move.Report report;
    try {
      report = Move.run(from, to, rehearse, terminal.clock());
    } catch (LovageException e) {
      throw new ApiException(ApiException.REFUSED, String.valueOf(e.getMessage()));
    }
    var out = terminal.out();
    for (var line : report.lines()) {
      if (line.count() > 0) {
        out.println(
            String.format(
                Locale.ROOT,
                "%-20s %,12d, the same numbers and %,d characters on both sides",
                line.what(),
                line.count(),
                line.characters()));
      }
    }
    if (rehearse) {
      out.println("rehearsed: nothing was changed");
    } else {
      if (report.lines().isEmpty()) {
        out.println("an earlier run had brought everything in already");
      }
      out.println("moved to " + report.target() + "; start your processes with that store");
    }
    return Main.done();
  }
}
