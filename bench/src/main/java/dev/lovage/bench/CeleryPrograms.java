// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import java.nio.file.Path;

/// Where the peer's parts are.
///
/// @param python one that has Celery, Flask, gunicorn and the Redis client
/// @param sources the folder of tasks.py, web.py and driver.py
record CeleryPrograms(Path python, Path sources) {}
