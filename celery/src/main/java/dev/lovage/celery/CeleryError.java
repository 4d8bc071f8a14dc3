// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import dev.lovage.TaskError;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// An exception as it stands in a result. Python makes it an instance of the class of that name, or
/// of one made up with that name where there is none; so a Java exception is caught there by what
/// it is called here.
///
/// @param type the class without its package: `ValueError`, `IllegalStateException`
/// @param message what the constructor was called with; for a Java exception its message
/// @param module the package; null if nothing is known of it
public record CeleryError(String type, List<JsonNode> message, @Nullable String module) {

  private static final String CELERY = "celery.exceptions";
  private static final String BILLIARD = "billiard.exceptions";

  public CeleryError {
    message = List.copyOf(message);
  }

  private static CeleryError of(String type, String module, JsonNode... message) {
    return new CeleryError(type, List.of(message), module);
  }

  /// Lovage's own errors become the exceptions that Celery has for them.
  public static CeleryError of(TaskError error) {
    return switch (error.type()) {
      case TaskError.EXPIRED -> revoked("expired");
      case TaskError.CANCELLED, TaskError.REPLACED -> revoked("revoked");
      case TaskError.TIME_LIMIT ->
          of("TimeLimitExceeded", BILLIARD, KombuJson.text(error.message()));
      case TaskError.REJECTED -> of("Reject", CELERY, KombuJson.text(error.message()));
      case TaskError.LOST -> of("WorkerLostError", BILLIARD, KombuJson.text(error.message()));
      default -> {
        int dot = error.type().lastIndexOf('.');
        var message =
            error.message().isEmpty()
                ? List.<JsonNode>of()
                : List.of(KombuJson.text(error.message()));
        yield new CeleryError(
            error.type().substring(dot + 1).replace('$', '.'),
            message,
            dot < 0 ? "builtins" : error.type().substring(0, dot));
      }
    };
  }

  /// Of a task that was revoked.
  ///
  /// @param why `revoked`, `terminated` or `expired`
  public static CeleryError revoked(String why) {
    return of("TaskRevokedError", CELERY, KombuJson.text(why));
  }

  public static CeleryError notRegistered(String task) {
    return of("NotRegistered", CELERY, KombuJson.text(task));
  }

  /// A part of a chord has failed, and with it the body.
  public static CeleryError chord(String part, CeleryError error) {
    return of(
        "ChordError", CELERY, KombuJson.text("Dependency " + part + " raised " + error.repr()));
  }

  /// The arguments do not fit the task.
  public static CeleryError typeError(String reason) {
    return of("TypeError", "builtins", KombuJson.text(reason));
  }

  /// Null if the JSON is not an exception.
  public static @Nullable CeleryError read(JsonNode json) {
    var type = KombuJson.string(json, "exc_type");
    return type == null
        ? null
        : new CeleryError(
            type, KombuJson.list(json.path("exc_message")), KombuJson.string(json, "exc_module"));
  }

  public ObjectNode write() {
    var json = KombuJson.object();
    json.put("exc_type", type);
    json.set("exc_message", KombuJson.array(message));
    json.set("exc_module", KombuJson.text(module));
    return json;
  }

  /// As Python prints the exception: `ValueError('boom')`.
  public String repr() {
    var args = PythonRepr.args(message);
    return type + (message.size() == 1 ? args.substring(0, args.length() - 2) + ")" : args);
  }

  /// The message alone, for a person.
  public String text() {
    return switch (message.size()) {
      case 0 -> "";
      case 1 -> message.getFirst().asString(PythonRepr.of(message.getFirst()));
      default -> PythonRepr.args(message);
    };
  }

  /// As Lovage tells errors. Celery's exceptions for expiry, revocation and time limits become
  /// Lovage's own; a Python built-in keeps its bare name.
  public TaskError toTaskError(@Nullable String traceback) {
    var stack = traceback == null ? "" : traceback;
    return new TaskError(lovageType(), text(), stack);
  }

  private String lovageType() {
    return switch (type) {
      case "TaskRevokedError" -> text().equals("expired") ? TaskError.EXPIRED : TaskError.CANCELLED;
      case "Reject" -> TaskError.REJECTED;
      case "TimeLimitExceeded", "SoftTimeLimitExceeded" -> TaskError.TIME_LIMIT;
      default -> module == null || module.equals("builtins") ? type : module + "." + type;
    };
  }
}
