// SPDX-License-Identifier: Apache-2.0
package dev.lovage.app.cli;

import java.io.PrintStream;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.Map;

/// What a command uses of the outside.
record Terminal(
    PrintStream out,
    PrintStream err,
    Map<String, String> environment,
    HttpClient http,
    InstantSource clock) {}
