// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.Manifest;
import dev.lovage.http.PathTemplate.Part;
import dev.lovage.spi.JsonCodec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class OpenApiTest {

  private final TestServer server = TestServer.start();
  private final JsonNode api = TestServer.json(server.get("/v1/openapi.json"));
  private final List<Route> routes =
      ApiRoutes.of(
          server.lovage,
          InstantSource.system(),
          new EventStreams(Watchdog.start(Duration.ofSeconds(20)), 1),
          Optional::empty,
          name -> "");

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void isTheVersionThatItSays() {
    assertThat(api.get("openapi").asString()).isEqualTo("3.1.0");
    assertThat(api.get("info").get("title").asString()).isEqualTo("Lovage");
  }

  @Test
  void describesEveryRouteAndNoOther() {
    var described = new TreeSet<String>();
    for (var path : api.get("paths").properties()) {
      for (var member : path.getValue().propertyNames()) {
        if (!member.equals("parameters")) {
          described.add(member + " " + path.getKey());
        }
      }
    }
    var registered = new TreeSet<String>();
    routes.forEach(route -> registered.add(route.verb().lowerCase() + " " + path(route)));
    assertThat(described).isEqualTo(registered);
  }

  @Test
  void noTwoPathsDifferByAParametersNameOnly() {
    var shapes = new TreeSet<String>();
    for (var path : api.get("paths").propertyNames()) {
      assertThat(shapes.add(path.replaceAll("\\{.*?}", "{}"))).as(path).isTrue();
    }
  }

  @Test
  void describesTheParametersOfEveryRoute() {
    for (var route : routes) {
      var expected = new TreeMap<String, String>();
      for (var part : route.path().parts()) {
        switch (part) {
          case Part.Fixed _ -> {}
          case Part.One(var name) -> expected.put(name, "path");
          case Part.Rest(var name) -> expected.put(name, "path");
        }
      }
      if (route.query() != null) {
        route.query().forEach(name -> expected.put(name, "query"));
      }
      assertThat(parameters(route)).as(path(route)).isEqualTo(expected);
    }
  }

  private TreeMap<String, String> parameters(Route route) {
    var item = api.get("paths").get(path(route));
    var found = new TreeMap<String, String>();
    for (var holder : List.of(item, item.get(route.verb().lowerCase()))) {
      if (holder.has("parameters")) {
        for (var parameter : holder.get("parameters")) {
          var resolved = parameter.has("$ref") ? resolve(parameter.get("$ref")) : parameter;
          if (!resolved.get("in").asString().equals("header")) {
            found.put(resolved.get("name").asString(), resolved.get("in").asString());
          }
        }
      }
    }
    return found;
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    var references = api.findValues("$ref");
    assertThat(references).hasSizeGreaterThan(20);
    references.forEach(this::resolve);
  }

  @Test
  void everyComponentIsUsed() {
    var used = new TreeSet<String>();
    api.findValues("$ref").forEach(ref -> used.add(ref.asString()));
    for (var kind : List.of("schemas", "responses", "parameters")) {
      for (var name : api.get("components").get(kind).propertyNames()) {
        assertThat(used).contains("#/components/" + kind + "/" + name);
      }
    }
  }

  @Test
  void listsEveryKindOfProblem() {
    var types = new TreeSet<String>();
    api.at("/components/schemas/Problem/properties/type/enum")
        .forEach(t -> types.add(t.asString()));
    assertThat(types)
        .isEqualTo(
            new TreeSet<>(Arrays.stream(Problem.Kind.values()).map(Problem.Kind::type).toList()));
  }

  @Test
  void answersHaveTheShapesThatItDescribes() {
    var submitted = server.post("/v1/tasks/square", "3");
    fits(submitted.body(), "Accepted");
    var id = TestServer.json(submitted).get("id").asString();
    fits(server.get("/v1/tasks/" + id).body(), "TaskDetail");
    fits(server.get("/v1/tasks").body(), "TaskList");
    fits(server.get("/v1/tasks/" + id + "/result").body(), "Pending");
    fits(server.get("/v1/tasks/" + id + "/log").body(), "Log");
    fits(server.get("/v1/queues").body(), "Queues");
    fits(models(), "ModelList");
    fits(server.get("/v1/models/ranking").body(), "ModelDetail");
    fits(server.get("/v1/models/ranking/compare?from=1&to=2").body(), "ModelComparison");
    fits(server.send("POST", "/v1/models/ranking/rollback?version=1", null).body(), "ModelVersion");
    fits(server.get("/v1/workers").body(), "Workers");
    fits(server.get("/v1/estimates").body(), "Estimates");
    fits(server.get("/health/ready").body(), "Health");
    fits(server.send("DELETE", "/v1/tasks/" + id, null).body(), "Cancelling");
    fits(server.get("/v1/tasks/" + id).body(), "TaskDetail");
    fits(server.get("/v1/tasks/" + id + "/result").body(), "Problem");
    fits(server.post("/v1/tasks/sqare", "3").body(), "Problem");
    fits(server.send("POST", "/v1/tasks/" + id + "/requeue", null).body(), "Requeued");
    fits(server.send("POST", "/v1/requeue", null).body(), "RequeuedAll");
    var schedule = "{\"type\": \"square\", \"argument\": 1, \"every\": \"1m\"}";
    fits(server.send("PUT", "/v1/schedules/often", schedule).body(), "Schedule");
    fits(server.get("/v1/schedules").body(), "ScheduleList");
    fits(server.get("/v1/schedules/often/next").body(), "Coming");
    var ran = server.post("/v1/schedules/often/run", "null");
    fits(ran.body(), "Ran");
    fits(server.get(TestServer.json(ran).at("/links/self").asString()).body(), "TaskDetail");
    var action = "{\"user\":\"ada\",\"kind\":\"buy\",\"body\":{\"user\":\"ada\",\"items\":3}}";
    fits(server.post("/v1/actions/orders", action).body(), "AppendedOne");
    fits(server.post("/v1/actions/orders", "[" + action + ",7]").body(), "Appended");
    fits(server.get("/v1/actions/orders").body(), "ActionList");
    fits(server.get("/v1/actions/orders/count").body(), "ActionCount");
    TestServer.json(server.post("/v1/tasks/square/bulk", "[1, true]"))
        .forEach(line -> fits(line.toString(), "BulkLine"));
  }

  private String models() {
    server.lovage.models().model("ranking", in -> in.read(), 0);
    var save = server.lovage.models().find("ranking").orElseThrow();
    var train =
        server.lovage.task(
            "train",
            Integer.class,
            Manifest.class,
            n -> save.save(out -> out.write(n), Map.of("m", n + 0.5), Map.of("p", n)),
            task -> task.publishes(save.manifest()));
    var worker = server.lovage.startWorker();
    try {
      for (int n = 1; n <= 2; n++) {
        server.lovage.awaitEnd(train.submit(n).id(), Duration.ofSeconds(10));
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    worker.drain(Duration.ofSeconds(10));
    return server.get("/v1/models").body();
  }

  /// Every member is described and every required one is there; not more of JSON Schema than that.
  private void fits(String json, String schema) {
    var errors = new ArrayList<String>();
    check(JsonCodec.tree("answer", json), reference(schema), schema, errors);
    assertThat(errors).as(json).isEmpty();
  }

  private void check(JsonNode value, JsonNode schema, String at, List<String> errors) {
    if (value.isArray() && schema.has("items")) {
      value.forEach(one -> check(one, resolved(schema.get("items")), at + "[]", errors));
    }
    if (!value.isObject() || schema.has("additionalProperties")) {
      return;
    }
    var properties = new TreeMap<String, JsonNode>();
    var required = new TreeSet<String>();
    members(schema, properties, required);
    if (properties.isEmpty()) {
      return;
    }
    for (var name : value.propertyNames()) {
      if (!properties.containsKey(name)) {
        errors.add(at + "." + name + " is not described");
      } else {
        check(value.get(name), resolved(properties.get(name)), at + "." + name, errors);
      }
    }
    required.removeAll(Set.copyOf(value.propertyNames()));
    required.forEach(name -> errors.add(at + "." + name + " is missing"));
  }

  private void members(
      JsonNode schema, TreeMap<String, JsonNode> properties, Set<String> required) {
    if (schema.has("allOf")) {
      schema.get("allOf").forEach(part -> members(resolved(part), properties, required));
    }
    if (schema.has("properties")) {
      schema.get("properties").properties().forEach(p -> properties.put(p.getKey(), p.getValue()));
    }
    if (schema.has("required")) {
      schema.get("required").forEach(name -> required.add(name.asString()));
    }
  }

  private JsonNode resolved(JsonNode schema) {
    if (schema.has("anyOf")) {
      return resolved(schema.get("anyOf").get(0));
    }
    return schema.has("$ref") ? resolve(schema.get("$ref")) : schema;
  }

  private JsonNode resolve(JsonNode reference) {
    assertThat(reference.asString()).startsWith("#/");
    var found = api.at(reference.asString().substring(1));
    assertThat(found.isMissingNode()).as(reference.asString()).isFalse();
    return found;
  }

  private JsonNode reference(String schema) {
    return api.get("components").get("schemas").get(schema);
  }

  private static String path(Route route) {
    return route.path().text().replace("{+", "{");
  }
}
