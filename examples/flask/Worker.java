// SPDX-License-Identifier: Apache-2.0
import dev.lovage.app.*;

void main(String[] args) {
  var app = App.named("flask");
  app.task(
      "massive_computation",
      Integer.class,
      Long.class,
      this::fibonacci,
      task -> task.queue("celery")); // Celery's default queue; --queue-at says where it lives
  app.run(args);
}

long fibonacci(int n) {
  return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
}
