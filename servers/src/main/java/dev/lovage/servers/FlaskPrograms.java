// SPDX-License-Identifier: Apache-2.0
package dev.lovage.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What a Flask app with Celery runs on: Redis, and a Python with both, gunicorn and the client.
public final class FlaskPrograms {

  private static final List<String> PACKAGES =
      List.of("redis-server", "python3-celery", "python3-flask", "python3-redis", "gunicorn");

  private FlaskPrograms() {}

  /// Installs what is missing, where that is possible.
  ///
  /// @throws MissingServerException if something is missing still
  public static void require() {
    if (!isThere()) {
      PACKAGES.forEach(Packages::install);
    }
    if (!isThere()) {
      throw new MissingServerException(
          "there is no Redis, or no Python with Celery, Flask and gunicorn; install them, for example:"
              + " apt-get install "
              + String.join(" ", PACKAGES));
    }
  }

  private static boolean isThere() {
    return Packages.program("redis-server").isPresent()
        && Stream.concat(
                Packages.program("python3").stream(), Stream.of(Path.of("/usr/bin/python3")))
            .filter(Files::isExecutable)
            .anyMatch(FlaskPrograms::hasModules);
  }

  private static boolean hasModules(Path python) {
    try {
      var check =
          new ProcessBuilder(python.toString(), "-c", "import celery, flask, gunicorn, redis")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return check.waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
