import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import dev.lovage.app.*;

// Like examples/Fibonacci.java, but it notes in a file when a computation begins and ends.
void main(String[] args) {
  var app = App.named("noting");
  var current = app.served("current", 0L);
  var massive =
      app.task("massive", Integer.class, Long.class, this::compute, task -> task.publishes(current));
  app.web().get("/set/{n}", request -> massive.submit(request.pathInt("n")).id().toString());
  app.web().get("/current", request -> current.get());
  app.run(args);
}

long compute(int n) throws IOException {
  note("begin " + n);
  long result = fibonacci(n);
  note("end " + n);
  return result;
}

long fibonacci(int n) {
  return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
}

void note(String line) throws IOException {
  Files.writeString(Path.of("notes.txt"), line + "\n", CREATE, APPEND);
}
