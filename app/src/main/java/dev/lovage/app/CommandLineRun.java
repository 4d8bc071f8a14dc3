// SPDX-License-Identifier: Apache-2.0
package dev.lovage.app;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import dev.lovage.app.cli.Usage;
import java.io.PrintStream;
import java.net.BindException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One run of an app from its command line to its exit code.
final class CommandLineRun {

  private static final int COULD_NOT_START = 1;

  private final App app;
  private final PrintStream out;
  private final PrintStream err;

  CommandLineRun(App app, PrintStream out, PrintStream err) {
    this.app = app;
    this.out = out;
    this.err = err;
  }

  int execute(String[] args, Map<String, String> environment) {
    Plan plan;
    try {
      var arguments = Arguments.parse(app.name(), args);
      if (arguments.wantsHelp()) {
        out.print(arguments.help());
        return 0;
      }
      plan = arguments.plan(environment);
    } catch (LovageException e) {
      return refuse(Usage.WRONG, e.getMessage() + " (--help lists the options)");
    }
    // Before the start, so that a signal in the middle of it is not lost.
    var signals = StopSignals.install();
    RunningApp running;
    try {
      running = app.start(plan);
    } catch (RuntimeException e) {
      return explain(e, plan);
    }
    StartReport.print(running, out);
    return signals.awaitAndStop(running);
  }

  /// What a person can mend is said in a sentence; only what nobody foresaw shows its stack.
  private int explain(RuntimeException e, Plan plan) {
    if (isAddressInUse(e) && plan.http() != null) {
      return refuse(
          COULD_NOT_START,
          "port "
              + plan.http().port()
              + " on "
              + plan.http().host()
              + " is taken by another program; choose another with --port N, or 0 for any free one");
    }
    if (e instanceof LovageException known) {
      int code = known.code() == ErrorCode.INVALID ? Usage.WRONG : COULD_NOT_START;
      return refuse(code, known.getMessage());
    }
    e.printStackTrace(err);
    return COULD_NOT_START;
  }

  private int refuse(int code, @Nullable String sentence) {
    err.println(app.name() + ": " + sentence);
    return code;
  }

  private static boolean isAddressInUse(Throwable error) {
    for (Throwable e = error; e != null; e = e.getCause()) {
      if (e instanceof BindException) {
        return String.valueOf(e.getMessage()).contains("in use");
      }
    }
    return false;
  }
}
