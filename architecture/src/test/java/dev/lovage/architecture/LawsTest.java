// SPDX-License-Identifier: Apache-2.0
package dev.lovage.architecture;

import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethodWhere;
import static com.tngtech.archunit.lang.conditions.ArchConditions.have;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The laws of the house. The fifth, at most five hops to the heart, is in [ReadingPathTest].
class LawsTest {

  private static final int MOST_PARAMETERS = 7;

  /// Who may ask for the system's clock: doors, which hand it to everything behind them.
  private static final Set<String> MAY_ASK_FOR_A_CLOCK =
      Set.of(
          "dev.lovage.Lovage",
          "dev.lovage.sql.SqliteProvider",
          "dev.lovage.sql.SqliteActionsProvider",
          "dev.lovage.cassandra.CassandraActionsProvider",
          "dev.lovage.redis.RedisProvider",
          "dev.lovage.http.HttpServer",
          "dev.lovage.app.cli.Main",
          "dev.lovage.testkit.MemoryBroker",
          "dev.lovage.testkit.MemoryEngine");

  /// A static field of one of these can't change, or holds nothing of its own.
  private static final Set<String> CONSTANT =
      Set.of(
          "java.lang.String",
          "java.lang.Class",
          "java.lang.ScopedValue",
          "java.lang.invoke.VarHandle",
          "java.lang.invoke.MethodHandle",
          "java.math.BigInteger",
          "java.math.BigDecimal",
          "java.net.URI",
          "java.nio.charset.Charset",
          "java.time.Duration",
          "java.time.Instant",
          "java.time.format.DateTimeFormatter",
          "java.util.Comparator",
          "java.util.HexFormat",
          "java.util.List",
          "java.util.Map",
          "java.util.Set",
          "java.util.UUID",
          "java.util.regex.Pattern",
          "org.slf4j.Logger",
          "tools.jackson.databind.ObjectWriter",
          "tools.jackson.databind.json.JsonMapper",
          "dev.lovage.redis.RedisScript",
          "io.helidon.http.HeaderName",
          "io.helidon.http.Header");

  private final JavaClasses code = Code.MAIN;

  @Test
  void noStaticFieldChanges() {
    fields()
        .that()
        .areStatic()
        .and(
            described(
                "written by a person", f -> !f.getModifiers().contains(JavaModifier.SYNTHETIC)))
        .should()
        .beFinal()
        .andShould(have(described("a type that can't change", LawsTest::isConstant)))
        .because("what is static is shared by every app in a process and by every test")
        .allowEmptyShould(true)
        .check(code);
  }

  private static boolean isConstant(JavaField field) {
    JavaClass type = field.getRawType();
    return type.isPrimitive()
        || type.isEnum()
        || type.isRecord()
        || CONSTANT.contains(type.getName());
  }

  /// Of "no object hands out itself" this much can be seen in a class file: a constructor captures
  /// `this` in a lambda or a method reference, or passes it on as the last argument of a call.
  /// javac's this-escape lint, an error in this build, sees calls that a subclass can override.
  @Test
  void noObjectHandsOutItselfBeforeItIsBuilt() {
    var escapes = code.stream().flatMap(ThisEscape::of).toList();
    assertThat(escapes).as("constructors that hand out `this`").isEmpty();
  }

  @Test
  void noConstructorStartsAThread() {
    noClasses()
        .should(
            callMethodWhere(
                described(
                    "a constructor starts a thread",
                    call ->
                        call.getOrigin().isConstructor()
                            && call.getTargetOwner().getName().startsWith("java.lang.Thread")
                            && Set.of("start", "startVirtualThread").contains(call.getName()))))
        .because("the thread would see an object that is half built")
        .check(code);
  }

  /// A record is held to it too: more than seven components are two records.
  @Test
  void noConstructorTakesMoreThanSeven() {
    List<String> tooLong =
        code.stream()
            .flatMap(c -> c.getConstructors().stream())
            .filter(c -> c.getRawParameterTypes().size() > MOST_PARAMETERS)
            .map(JavaCodeUnit::getFullName)
            .toList();
    assertThat(tooLong).as("constructors with over %d parameters", MOST_PARAMETERS).isEmpty();
  }

  @Test
  void noWallClockAndNoSleep() {
    noClasses()
        .that()
        .resideInAnyPackage(Code.SHIPPED)
        .should(callMethodWhere(described("reads the wall clock or sleeps", LawsTest::isTimely)))
        .because("tests drive time: take a java.time.InstantSource, wait on a condition")
        .check(code);
  }

  private static boolean isTimely(JavaMethodCall call) {
    String owner = call.getTargetOwner().getName();
    String name = call.getName();
    return switch (owner) {
      case "java.lang.System" -> name.equals("currentTimeMillis");
      case "java.lang.Thread", "java.util.concurrent.TimeUnit" -> name.equals("sleep");
      case "java.time.Clock" -> name.startsWith("system") || name.startsWith("tick");
      case "java.time.InstantSource" ->
          name.equals("system")
              && !MAY_ASK_FOR_A_CLOCK.contains(topLevel(call.getOriginOwner()).getName());
      case "java.util.Date", "java.util.Calendar" -> true;
      default ->
          owner.startsWith("java.time.")
              && name.equals("now")
              && call.getTarget().getRawParameterTypes().stream()
                  .noneMatch(p -> p.isEquivalentTo(java.time.Clock.class));
    };
  }

  private static JavaClass topLevel(JavaClass c) {
    return c.getEnclosingClass().map(LawsTest::topLevel).orElse(c);
  }

  @Test
  void nothingIsJavaSerialized() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveNameMatching("java\\.io\\.(Object(In|Out)putStream|Externalizable)")
        .because("it runs code of whoever wrote the bytes, and ties the store to class names")
        .check(code);
    classes()
        .that()
        .areAssignableTo(java.io.Serializable.class)
        .should()
        .beAssignableTo(described("so only by its superclass", LawsTest::isForcedToBeSerializable))
        .allowEmptyShould(true)
        .check(code);
  }

  private static boolean isForcedToBeSerializable(JavaClass c) {
    return c.getRawSuperclass()
        .filter(s -> s.isAssignableTo(java.io.Serializable.class))
        .isPresent();
  }

  @Test
  void everyModuleIsUnderTheRules() {
    assertThat(Stream.of(Code.SHIPPED).map(p -> p.replace("..", "")))
        .as("packages with classes")
        .allMatch(code::containPackage);
  }

  private static <T> DescribedPredicate<T> described(String what, Predicate<T> test) {
    return DescribedPredicate.describe(what, test);
  }
}
