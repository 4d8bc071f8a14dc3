// SPDX-License-Identifier: Apache-2.0
package dev.lovage.app;

import dev.lovage.WorkerOptions;
import dev.lovage.http.HttpSettings;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a process is to do, decided before anything is opened.
///
/// @param store the store's URL
/// @param actions the action log's URL; null for the one that belongs to the store
/// @param http null if the process does not answer HTTP
/// @param worker null if the process runs no tasks
/// @param homes the queues that live at brokers, each with the broker's URL
/// @param grace how long running attempts may finish once the process is asked to stop
record Plan(
    Role role,
    String store,
    @Nullable String actions,
    @Nullable HttpSettings http,
    @Nullable Consumer<WorkerOptions> worker,
    Map<String, String> homes,
    Duration grace) {}
