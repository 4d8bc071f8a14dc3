// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.celery.CanvasAction.ChordSize;
import dev.lovage.celery.CanvasAction.CountPart;
import dev.lovage.celery.CanvasAction.FailToo;
import dev.lovage.celery.CanvasAction.Publish;
import dev.lovage.celery.ChordPart.Ended;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Canvases made here are sent as Celery sends them, and go on as they do there.
class CanvasTest {

  private static final Instant NOW = Instant.parse("2026-11-23T04:00:00Z");
  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private final Sender sender =
      Sender.of("gen1@example", "f48f68e3-455e-3f13-be41-d080bf6aed53", InstantSource.fixed(NOW));

  private static JsonNode n(int value) {
    return JsonNodeFactory.instance.numberNode(value);
  }

  private static Signature add(int x, int y) {
    return Signature.of("demo.add", n(x), n(y));
  }

  private static final Signature IDENT = Signature.of("demo.ident");
  private static final Signature XSUM = Signature.of("demo.xsum");

  private static List<TaskMessage> sent(List<CanvasAction> actions) {
    return actions.stream()
        .filter(Publish.class::isInstance)
        .map(a -> ((Publish) a).message())
        .toList();
  }

  private List<TaskMessage> sent(Signature signature) {
    return sent(Successors.apply(signature, sender).actions());
  }

  /// What matters of messages: names, arguments, groups and what follows, ids numbered.
  private static String shape(List<TaskMessage> tasks) {
    var all = KombuJson.array();
    for (var task : tasks) {
      var message = task.write(NOW);
      var json = KombuJson.object();
      for (var name : List.of("task", "id", "group", "root_id", "parent_id", "argsrepr")) {
        json.set(name, message.headers().get(name));
      }
      json.set("body", KombuJson.read(message.body()));
      all.add(json);
    }
    var numbers = new TreeMap<String, String>();
    return UUID.matcher(KombuJson.text(sorted(all)))
        .replaceAll(m -> numbers.computeIfAbsent(m.group(), k -> "u" + numbers.size()));
  }

  private static JsonNode sorted(JsonNode node) {
    if (node.isArray()) {
      return KombuJson.array(node.valueStream().map(CanvasTest::sorted).toList());
    }
    if (!node.isObject()) {
      return node;
    }
    var fields = new TreeMap<String, JsonNode>();
    node.properties().forEach(e -> fields.put(e.getKey(), sorted(e.getValue())));
    for (var optional : List.of("root_id", "parent_id")) {
      if (fields.getOrDefault(optional, n(0)).isNull()) {
        fields.remove(optional); // Celery sometimes writes them as null
      }
    }
    return KombuJson.object(fields);
  }

  private void sameAs(String capture, Signature signature) {
    assertThat(shape(sent(signature))).isEqualTo(shape(Captures.tasks(capture)));
  }

  @Test
  void aChainIsSentAsCelerySendsIt() {
    sameAs("redis-chain", Canvas.chain(add(1, 2), Signature.of("demo.mul", n(10)), IDENT));
  }

  @Test
  void aGroupIsSentAsCelerySendsIt() {
    sameAs("redis-group", Canvas.group(add(1, 2), add(3, 4), Signature.of("demo.mul", n(5), n(6))));
  }

  @Test
  void aChordIsSentAsCelerySendsIt() {
    var chord = Canvas.chord(List.of(add(1, 2), add(3, 4)), XSUM);
    sameAs("redis-chord", chord);
    var actions = Successors.apply(chord, sender).actions();
    assertThat(((ChordSize) actions.getFirst()).size()).isEqualTo(2);
  }

  @Test
  void aGroupInAChainBecomesAChord() {
    var group = Canvas.group(Signature.of("demo.add", n(1)), Signature.of("demo.add", n(2)));
    sameAs(
        "redis-chain-group-upgraded-to-chord",
        Canvas.chain(Signature.of("demo.ident", n(1)), group, XSUM));
  }

  @Test
  void aChordInAChainIsRunWithTheResultBeforeIt() {
    var first = Captures.tasks("redis-chain-group-upgraded-to-chord").getFirst();
    var following = Successors.afterSuccess(first, n(5), sender);
    assertThat(sent(following.actions()).stream().map(TaskMessage::argsRepr))
        .containsExactly("(5, 1)", "(5, 2)");
    assertThat(following.children()).hasSize(1);
    assertThat(following.children().getFirst().members()).hasSize(2);
    var part = sent(following.actions()).getFirst();
    assertThat(part.rootId()).isEqualTo(first.id());
    assertThat(part.embed().chord().task()).isEqualTo("demo.xsum");
    assertThat(part.lineage().group()).isEqualTo(following.children().getFirst().id());

    var ended = List.of(new Ended("a", "SUCCESS", n(6)), new Ended("b", "SUCCESS", n(7)));
    var joined = (ChordJoin.Runs) ChordJoin.of(part, ended, null, sender);
    var body = sent(joined.actions()).getFirst();
    assertThat(body.argsRepr()).isEqualTo("([6, 7],)");
    assertThat(body.id()).isEqualTo("93c4d64b-0a06-4de8-820c-02736a61c1eb");
    assertThat(body.lineage().parentId()).isEqualTo(part.id());
  }

  @Test
  void theChainGoesOnAsInCelery() {
    var first = Captures.tasks("redis-chain").getFirst();
    var following = Successors.afterSuccess(first, n(3), sender);
    var second = sent(following.actions()).getFirst();
    assertThat(second.task()).isEqualTo("demo.mul");
    assertThat(second.argsRepr()).isEqualTo("(3, 10)");
    assertThat(second.id()).isEqualTo("4bff1e63-2aa1-4a2b-9a7e-6e6643d8ac85");
    assertThat(second.lineage().parentId()).isEqualTo(first.id());
    assertThat(second.embed().chain()).hasSize(1);
    assertThat(following.children()).containsExactly(ResultTuple.task(second.id()));
    var third = sent(Successors.afterSuccess(second, n(30), sender).actions()).getFirst();
    assertThat(third.embed().chain()).isEmpty();
    assertThat(Successors.afterSuccess(third, n(30), sender).actions()).isEmpty();
  }

  @Test
  void aFailureIsEverybodysInTheChain() {
    var first = Captures.tasks("redis-chain").getFirst();
    assertThat(Successors.afterFailure(first, sender))
        .extracting(a -> ((FailToo) a).id())
        .containsExactly(
            "b1c95236-f0f7-4211-aaa4-adc69d3c5723", "4bff1e63-2aa1-4a2b-9a7e-6e6643d8ac85");
  }

  @Test
  void theBodyOfAChordThatWillNotRunFailsToo() {
    var first = Captures.tasks("redis-chain-group-upgraded-to-chord").getFirst();
    assertThat(Successors.afterFailure(first, sender))
        .filteredOn(FailToo.class::isInstance)
        .extracting(a -> ((FailToo) a).id())
        .contains("93c4d64b-0a06-4de8-820c-02736a61c1eb");
  }

  @Test
  void anErrbackGetsTheIdOfTheTask() {
    var task = Captures.tasks("redis-task-options").getFirst();
    var errback = sent(Successors.afterFailure(task, sender)).getFirst();
    assertThat(errback.argsRepr()).isEqualTo("('" + task.id() + "',)");
    assertThat(errback.lineage().parentId()).isEqualTo(task.id());
    var immutable = Captures.tasks("redis-link-error").getFirst();
    assertThat(sent(Successors.afterFailure(immutable, sender)).getFirst().argsRepr())
        .isEqualTo("('x',)");
  }

  @Test
  void aFailedPartBreaksTheChord() {
    var part = Captures.tasks("redis-chord").getFirst();
    assertThat(Successors.afterFailure(part, sender)).hasOnlyElementsOfType(CountPart.class);
    var error = new CeleryError("ValueError", List.of(KombuJson.text("part")), "builtins");
    var ended = List.of(new Ended("p1", "FAILURE", error.write()));
    var broken = (ChordJoin.Breaks) ChordJoin.of(part, ended, null, sender);
    assertThat(broken.bodyId()).isEqualTo("0f90ceee-127a-41bf-8e0f-937350bd0058");
    assertThat(broken.error().text()).isEqualTo("Dependency p1 raised ValueError('part')");
    assertThat(broken.actions()).hasSize(1); // the body's own id
  }

  @Test
  void retryKeepsAllButTheCount() {
    var task = Captures.tasks("redis-chord").getFirst();
    var again = Successors.retry(task, NOW.plusSeconds(2), sender);
    assertThat(again.route().queue()).isEqualTo("celery");
    assertThat(again.message().id()).isEqualTo(task.id());
    assertThat(again.message().timing().retries()).isEqualTo(1);
    assertThat(again.message().lineage().parentId()).isEqualTo(task.id());
    assertThat(again.message().embed()).isEqualTo(task.embed());
    assertThat(again.message().write(NOW).headers().get("eta").asString())
        .isEqualTo("2026-11-23T04:00:02.000000+00:00");
  }

  @Test
  void aReplacementEndsUnderTheSameIdWithWhatWasToFollow() {
    var task = Captures.tasks("redis-chain").getFirst();
    var by = sent(Successors.replace(task, add(1, 1), sender)).getFirst();
    assertThat(by.id()).isEqualTo(task.id());
    assertThat(by.embed().chain()).isEqualTo(task.embed().chain());
    assertThat(by.lineage().replacedNesting()).isEqualTo(1);
    var chain = Canvas.chain(add(1, 1), IDENT);
    var first = sent(Successors.replace(task, chain, sender)).getFirst();
    assertThat(first.embed().chain()).hasSize(3);
    assertThat(first.embed().chain().getLast().options().taskId()).isEqualTo(task.id());
  }

  @Test
  void stampsAreCarriedOn() {
    var task = Captures.tasks("v56-redis-task-stamped-chain").getFirst();
    var next = sent(Successors.afterSuccess(task, n(9), sender).actions()).getFirst();
    assertThat(next.extras().stamps()).containsOnlyKeys("mystamp", "tenant");
    assertThat(next.embed().callbacks()).hasSize(1);
    var callback = sent(Successors.afterSuccess(next, n(18), sender).actions()).getFirst();
    assertThat(callback.extras().stamps()).containsOnlyKeys("mystamp", "tenant");
  }

  @Test
  void mapAndStarmapSayWhatToCall() {
    var map = Builtins.mapped(Captures.tasks("redis-map").getFirst());
    assertThat(map.calls()).isNotEmpty();
    var starmap = Builtins.mapped(Captures.tasks("redis-starmap").getFirst());
    assertThat(starmap.task()).isEqualTo("demo.add");
    assertThat(starmap.calls().getFirst().args()).hasSize(2);
  }

  @Test
  void sizesCountLeaves() {
    var inner = Canvas.chord(List.of(add(1, 1), add(2, 2)), XSUM);
    var group = Canvas.group(add(1, 1), Canvas.group(add(2, 2), Canvas.chain(IDENT, IDENT)), inner);
    var actions =
        new ArrayList<>(Successors.apply(Canvas.chord(List.of(group), XSUM), sender).actions());
    assertThat(((ChordSize) actions.getFirst()).size()).isEqualTo(4);
    assertThat(sent(actions)).hasSize(5);
  }

  @Test
  void anEmptyHeaderRunsTheBodyAtOnce() {
    assertThat(sent(Canvas.chord(List.of(), XSUM)).getFirst().argsRepr()).isEqualTo("([],)");
  }

  @Test
  void countdownAndLimitsReachTheMessage() {
    var task =
        sent(IDENT.with("countdown", n(5)).with("time_limit", n(30)).with("expires", n(60)))
            .getFirst();
    assertThat(task.timing().eta()).isEqualTo(NOW.plusSeconds(5));
    assertThat(task.timing().hardLimit()).isEqualTo(Duration.ofSeconds(30));
    assertThat(task.write(NOW).properties().get("expiration").asString()).isEqualTo("60000");
  }
}
