// SPDX-License-Identifier: Apache-2.0
import dev.lovage.app.*;

void main(String[] args) {
  var app = App.named("fibonacci");
  var current = app.served("current", 0L); // readable at once: 0 until computed
  var massive =
      app.task(
          "massive_computation",
          Integer.class,
          Long.class,
          this::fibonacci,
          task -> task.publishes(current));
  app.web()
      .get(
          "/set/{n}",
          request -> {
            massive.submit(request.pathInt("n"));
            return "The new Fibonacci number will be assigned shortly.";
          });
  app.web().get("/current", request -> current.get());
  app.run(args); // web, worker, or all in one
}

long fibonacci(int n) {
  return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
}
