// SPDX-License-Identifier: Apache-2.0
package dev.lovage.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Who may know whom. Package-private is the first fence, module-info the second; this is the
/// third.
class DirectionsTest {

  private static final int MOST_METHODS = 12;
  private static final String[] CORE = {
    "dev.lovage", "dev.lovage.spi..", "dev.lovage.worker..", "dev.lovage.value.."
  };

  private final JavaClasses code = Code.MAIN;

  @Test
  void coreStandsOnTheJdkTheLogApiTheJsonLibraryAndTheCache() {
    classes()
        .that()
        .resideInAnyPackage(CORE)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.lovage",
            "dev.lovage.spi..",
            "dev.lovage.worker..",
            "dev.lovage.value..",
            "java..",
            "javax..",
            "sun.misc", // Signal: a second SIGTERM stops at once, and java.base has no door to it
            "org.slf4j..",
            "tools.jackson..",
            "com.fasterxml.jackson.annotation..",
            "com.github.benmanes.caffeine..",
            "org.jspecify..")
        .check(code);
  }

  @Test
  void onlyAssembliesKnowEngines() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "dev.lovage.sql..",
            "dev.lovage.cassandra..",
            "dev.lovage.app..",
            "dev.lovage.bench..",
            "")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.lovage.sql..",
            "dev.lovage.cassandra..",
            "org.sqlite..",
            "org.postgresql..",
            "com.zaxxer..",
            "com.datastax..")
        .check(code);
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.lovage.redis..", "dev.lovage.app..", "dev.lovage.bench..", "")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.lovage.redis..", "redis.clients..")
        .check(code);
  }

  /// A transaction of the caller's own is a `Connection` of his; nobody but engines does anything
  /// with it.
  @Test
  void onlyEnginesSpeakSql() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.lovage.sql..", "dev.lovage.app..", "dev.lovage.bench..", "")
        .should()
        .dependOnClassesThat(
            resideInAPackage("java.sql..")
                .and(DescribedPredicate.not(simpleName(java.sql.Connection.class.getSimpleName()))))
        .check(code);
  }

  @Test
  void onlyProgramsKnowTheAssembly() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "dev.lovage.app..", "dev.lovage.bench..", "dev.lovage.recommender..", "")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.lovage.app..")
        .check(code);
  }

  /// It must be light, and it must not be tempted past the API.
  @Test
  void theClientStandsOnTheCoreAndKnowsNoServer() {
    classes()
        .that()
        .resideInAPackage("dev.lovage.client..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.lovage",
            "dev.lovage.spi",
            "dev.lovage.client..",
            "java..",
            "tools.jackson..",
            "dev.failsafe..",
            "org.jspecify..")
        .check(code);
  }

  /// Apart from core, since core has no place for a library that reads cron.
  @Test
  void schedulesStandOnTheCoreAndTheReaderOfCron() {
    classes()
        .that()
        .resideInAPackage("dev.lovage.schedule..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.lovage",
            "dev.lovage.spi",
            "dev.lovage.schedule..",
            "java..",
            "javax.crypto..",
            "org.slf4j..",
            "com.cronutils..",
            "org.jspecify..")
        .check(code);
  }

  /// Pure functions over bytes: who does the I/O stands above it.
  @Test
  void theCeleryCodecStandsOnTheWordsOfCoreAndDoesNoIo() {
    classes()
        .that()
        .resideInAPackage("dev.lovage.celery..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.lovage",
            "dev.lovage.spi", // what CeleryProtocol implements
            "dev.lovage.celery..",
            "java.io", // streams over bytes in memory, for compressed bodies
            "java.lang..",
            "java.math",
            "java.nio.charset",
            "java.time..",
            "java.util..",
            "tools.jackson..",
            "org.jspecify..")
        .check(code);
  }

  @Test
  void anEngineKnowsTheContractsOnly() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.lovage.sql..",
            "dev.lovage.cassandra..",
            "dev.lovage.redis..",
            "dev.lovage.testkit..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.lovage.http..",
            "dev.lovage.schedule..",
            "dev.lovage.worker..",
            "dev.lovage.value..")
        .allowEmptyShould(true)
        .check(code);
  }

  @Test
  void theContractsKnowNothingAboveThem() {
    noClasses()
        .that()
        .resideInAPackage("dev.lovage.spi..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.lovage.worker..", "dev.lovage.value..")
        .check(code);
  }

  /// dev.lovage holds the door (above the contracts) and the words they speak in (below them). So
  /// the packages are a cycle, and the classes must not be: a word that a contract uses does not
  /// know the contracts.
  @Test
  void theWordsOfTheContractsKnowNoContract() {
    List<String> back =
        code.stream()
            .filter(c -> c.getPackageName().startsWith("dev.lovage.spi"))
            .flatMap(c -> c.getDirectDependenciesFromSelf().stream())
            .map(Dependency::getTargetClass)
            .filter(c -> c.getPackageName().equals("dev.lovage"))
            .distinct()
            .flatMap(c -> c.getDirectDependenciesFromSelf().stream())
            .filter(d -> d.getTargetClass().getPackageName().startsWith("dev.lovage.spi"))
            .map(Dependency::getDescription)
            .toList();
    assertThat(back).isEmpty();
  }

  /// All packages but dev.lovage, for the reason above.
  @Test
  void packagesAreFreeOfCycles() {
    slices().matching("dev.lovage.(**)").should().beFreeOfCycles().check(code);
  }

  @Test
  void httpReadsByTheQueriesAndNeverTouchesTheLedger() {
    noClasses()
        .that()
        .resideInAPackage("dev.lovage.http..")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("dev.lovage.spi.TaskStore")
        .allowEmptyShould(true)
        .check(code);
  }

  @Test
  void aContractIsSmallEnoughToImplement() {
    assertThat(code.stream().filter(c -> c.getPackageName().equals("dev.lovage.spi")))
        .filteredOn(JavaClass::isInterface)
        .isNotEmpty()
        .allSatisfy(c ->
            assertThat(c.getMethods().stream().filter(DirectionsTest::isToImplement))
                .as("methods of %s", c.getSimpleName())
                .hasSizeLessThanOrEqualTo(MOST_METHODS));
  }

  private static boolean isToImplement(JavaMethod method) {
    return !method.getModifiers().contains(JavaModifier.STATIC)
        && !method.getModifiers().contains(JavaModifier.SYNTHETIC);
  }
}
