// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import dev.lovage.Lovage;
import dev.lovage.schedule.Calls;
import dev.lovage.schedule.Schedules;
import dev.lovage.schedule.Triggers;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// The table of the API: every path, method and query parameter. `openapi.json` describes the same,
/// and a test holds the two together.
///
/// `{task}` is the name of a task type for `POST` and a task's id for the other methods: OpenAPI
/// knows no two names for one parameter of one path.
final class ApiRoutes {

  static final String LIVE = "/health/live";
  static final String READY = "/health/ready";

  private ApiRoutes() {}

  static List<Route> of(
      Lovage lovage,
      InstantSource clock,
      EventStreams streams,
      Supplier<Optional<String>> trouble,
      Calls.Secrets secrets) {
    var estimates = new Estimates(clock);
    var result = new ResultResource(lovage, estimates);
    var tasks = new TasksResource(lovage, result);
    var task = new TaskResource(lovage);
    var bulk = new BulkResource(lovage);
    var events = new EventsResource(lovage, streams);
    var requeue = new RequeueResource(lovage);
    var values = new ValuesResource(lovage, clock);
    var history = new HistoryResource(lovage);
    var models = new ModelsResource(lovage);
    var schedules = new SchedulesResource(Schedules.over(lovage));
    var triggers = new TriggersResource(Triggers.over(lovage), secrets);
    var actions = new ActionsResource(lovage);
    var status = new StatusResource(lovage, estimates);
    var health = new HealthResource(lovage, trouble);
    return List.of(
        Route.ofApi(Verb.POST, "/v1/tasks/{task}", tasks::submit, SubmitParameters.NAMES),
        Route.ofApi(Verb.POST, "/v1/tasks/{task}/bulk", bulk::submit, BulkResource.PARAMETERS),
        Route.ofApi(Verb.GET, "/v1/tasks", tasks::list, TasksResource.FILTERS),
        Route.ofApi(Verb.GET, "/v1/tasks/{task}", task::get, Set.of()),
        Route.ofApi(Verb.DELETE, "/v1/tasks/{task}", task::cancel, Set.of(TaskResource.WAITER)),
        Route.ofApi(Verb.POST, "/v1/tasks/{task}/requeue", task::requeue, Set.of()),
        Route.ofApi(Verb.POST, "/v1/requeue", requeue::all, RequeueResource.FILTERS),
        Route.ofApi(Verb.GET, "/v1/tasks/{task}/log", task::log, TaskResource.LOG),
        Route.ofApi(Verb.GET, "/v1/tasks/{task}/events", events::get, Set.of()),
        Route.ofApi(Verb.GET, "/v1/tasks/{task}/result", result::get, ResultResource.PARAMETERS),
        Route.ofApi(Verb.GET, "/v1/values/{+name}", values::get, ValuesResource.PARAMETERS),
        Route.ofApi(Verb.GET, "/v1/history/{+name}", history::get, HistoryResource.VERSION),
        Route.ofApi(Verb.POST, "/v1/history/{+name}", history::rollback, HistoryResource.VERSION),
        Route.ofApi(Verb.PUT, "/v1/pins/{+name}", history::pin, HistoryResource.VERSION),
        Route.ofApi(Verb.DELETE, "/v1/pins/{+name}", history::unpin, Set.of()),
        Route.ofApi(Verb.GET, "/v1/models", models::list, Set.of()),
        Route.ofApi(Verb.GET, "/v1/models/{name}", models::get, Set.of()),
        Route.ofApi(
            Verb.GET, "/v1/models/{name}/compare", models::compare, ModelsResource.VERSIONS),
        Route.ofApi(
            Verb.GET, "/v1/models/{name}/versions/{version}/content", models::content, Set.of()),
        Route.ofApi(
            Verb.POST, "/v1/models/{name}/rollback", models::rollback, ModelsResource.VERSION),
        Route.ofApi(Verb.PUT, "/v1/models/{name}/pin", models::pin, ModelsResource.VERSION),
        Route.ofApi(Verb.DELETE, "/v1/models/{name}/pin", models::unpin, Set.of()),
        Route.ofApi(Verb.GET, "/v1/schedules", schedules::list, Set.of()),
        Route.ofApi(Verb.GET, "/v1/schedules/{name}", schedules::get, Set.of()),
        Route.ofApi(Verb.PUT, "/v1/schedules/{name}", schedules::put, Set.of()),
        Route.ofApi(Verb.DELETE, "/v1/schedules/{name}", schedules::remove, Set.of()),
        Route.ofApi(Verb.GET, "/v1/schedules/{name}/next", schedules::next, SchedulesResource.NEXT),
        Route.ofApi(Verb.POST, "/v1/schedules/{name}/pause", schedules::pause, Set.of()),
        Route.ofApi(Verb.POST, "/v1/schedules/{name}/resume", schedules::resume, Set.of()),
        Route.ofApi(Verb.POST, "/v1/schedules/{name}/run", schedules::run, Set.of()),
        Route.ofApi(Verb.GET, "/v1/triggers", triggers::list, Set.of()),
        Route.ofApi(Verb.GET, "/v1/triggers/{name}", triggers::get, Set.of()),
        Route.ofApi(Verb.PUT, "/v1/triggers/{name}", triggers::put, Set.of()),
        Route.ofApi(Verb.DELETE, "/v1/triggers/{name}", triggers::remove, Set.of()),
        Route.ofApi(Verb.POST, "/v1/triggers/{name}/pause", triggers::pause, Set.of()),
        Route.ofApi(Verb.POST, "/v1/triggers/{name}/resume", triggers::resume, Set.of()),
        Route.openApi(Verb.POST, "/v1/triggers/{name}/calls", triggers::call),
        Route.ofApi(Verb.POST, "/v1/actions/{stream}", actions::append, Set.of()),
        Route.ofApi(Verb.GET, "/v1/actions/{stream}", actions::read, ActionsResource.READ),
        Route.ofApi(Verb.GET, "/v1/actions/{stream}/count", actions::count, ActionsResource.COUNT),
        Route.ofApi(
            Verb.GET,
            "/v1/actions/{stream}/users/{user}",
            actions::ofUser,
            ActionsResource.OF_USER),
        Route.ofApi(Verb.GET, "/v1/queues", status::queues, Set.of()),
        Route.ofApi(Verb.GET, "/v1/workers", status::workers, Set.of()),
        Route.ofApi(Verb.GET, "/v1/estimates", status::estimates, Set.of()),
        Route.ofApi(Verb.GET, "/v1/openapi.json", OpenApiResource::get, Set.of()),
        Route.open(LIVE, health::live),
        Route.open(READY, health::ready));
  }
}
