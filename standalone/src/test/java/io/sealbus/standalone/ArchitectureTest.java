package io.sealbus.standalone;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.sealbus.verification.openshift.MirrorDemand;
import io.sealbus.verification.openshift.StandingResource;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;

/** The walls between the modules, beyond what the poms already forbid. */
@AnalyzeClasses(
    packages = "io.sealbus",
    importOptions = {ImportOption.DoNotIncludeTests.class})
final class ArchitectureTest {
  private static final String LAW = "io.sealbus.verification..";
  private static final String INGEST = "io.sealbus.policyingest..";
  private static final String FETCHER = "io.sealbus.signaturefetcher..";
  private static final String VERIFIER = "io.sealbus.verifier..";
  private static final String RENDERER = "io.sealbus.renderer..";
  private static final String STANDALONE = "io.sealbus.standalone..";
  private static final String TESTKIT = "io.sealbus.testkit..";

  @ArchTest
  static final ArchRule lawDoesNoInputOrOutput =
      noClasses()
          .that()
          .resideInAPackage(LAW)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("java.nio.file..", "java.net..", "java.nio.channels..")
                  .and(
                      com.tngtech.archunit.base.DescribedPredicate.not(
                          simpleName("URLEncoder")
                              .or(simpleName("URLDecoder"))
                              .or(simpleName("URI")))))
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.io.File")
          .orShould()
          .dependOnClassesThat()
          .haveNameMatching("java\\.io\\.(File.*|RandomAccessFile)")
          .because("a verdict must be recomputable offline from the records that it names");

  @ArchTest
  static final ArchRule lawReadsNoClock =
      noClasses()
          .that()
          .resideInAPackage(LAW)
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(LocalDate.class, "now")
          .orShould()
          .callMethod(LocalDateTime.class, "now")
          .orShould()
          .callMethod(OffsetDateTime.class, "now")
          .orShould()
          .callMethod(ZonedDateTime.class, "now")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Clock.class)
          .because("time is an argument: the same inputs give the same verdict, whenever asked");

  @ArchTest
  static final ArchRule lawStartsNoThread =
      noClasses()
          .that()
          .resideInAPackage(LAW)
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Thread.class)
          .orShould()
          .dependOnClassesThat()
          .haveNameMatching(
              "java\\.util\\.concurrent\\.(.*Executor.*|CompletableFuture|ForkJoin.*)")
          .because("whoever embeds the law decides where it runs");

  @ArchTest
  static final ArchRule lawKnowsNoBus =
      noClasses()
          .that()
          .resideInAPackage(LAW)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.kafka..", "org.apache.avro..", "io.vertx..", "io.sealbus.schemas..")
          .because("the law is a library that anyone can embed, with or without a bus");

  @ArchTest
  static final ArchRule contractKnowsNoVertx =
      noClasses()
          .that()
          .resideInAPackage("io.sealbus.schemas..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.vertx..", LAW, "io.sealbus.runtime..")
          .because("any consumer of the topics can use the contract's jar");

  @ArchTest
  static final ArchRule runtimeKnowsNoPolicy =
      noClasses()
          .that()
          .resideInAPackage("io.sealbus.runtime..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(LAW)
          .because("how a service lives on the bus has nothing to do with what a policy is");

  @ArchTest
  static final ArchRule ingestKnowsNoOtherService = alone(INGEST, FETCHER, VERIFIER, RENDERER);

  @ArchTest
  static final ArchRule fetcherKnowsNoOtherService = alone(FETCHER, INGEST, VERIFIER, RENDERER);

  @ArchTest
  static final ArchRule verifierKnowsNoOtherService = alone(VERIFIER, INGEST, FETCHER, RENDERER);

  @ArchTest
  static final ArchRule rendererKnowsNoOtherService = alone(RENDERER, INGEST, FETCHER, VERIFIER);

  private static ArchRule alone(String service, String... others) {
    return noClasses()
        .that()
        .resideInAPackage(service)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others)
        .orShould()
        .dependOnClassesThat()
        .resideInAPackage(STANDALONE)
        .because("services talk through topics only, so that each can be run and replaced alone");
  }

  @ArchTest
  static final ArchRule fetcherJudgesNothing =
      noClasses()
          .that()
          .resideInAPackage(FETCHER)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                      "io.sealbus.verification.containers..",
                      "io.sealbus.verification.crypto..",
                      "io.sealbus.verification.verdict..",
                      "io.sealbus.verification.openshift..",
                      "io.sealbus.verification.sigstore.evaluation..",
                      "io.sealbus.verification.bundle..",
                      "io.sealbus.verification.timestamp..",
                      "io.sealbus.verification.transparency..",
                      "io.sealbus.verification.trust..",
                      "io.sealbus.verification.language..")
                  // Which repositories nodes' mirrors make it look at is a matter of these two.
                  .and(not(belongToAnyOf(MirrorDemand.class, StandingResource.class))))
          .because(
              "who fetches evidence must not have a say in what it is worth; of policies it reads"
                  + " where they have it looked for");

  @ArchTest
  static final ArchRule ingestAndRendererCheckNoSignature =
      noClasses()
          .that()
          .resideInAnyPackage(INGEST, RENDERER)
          .should()
          .dependOnClassesThat()
          .haveNameMatching(
              "io\\.sealbus\\.verification\\.(containers\\.(CompiledPolicy|Evaluation|.*Check)"
                  + "|verdict\\.(PolicySet|Verdict).*|evidence\\..*)")
          .because("verdicts are made in one place, so that nobody can show another one");

  @ArchTest
  static final ArchRule testkitStaysOutOfProduction =
      noClasses()
          .that(
              com.tngtech.archunit.base.DescribedPredicate.not(
                  resideInAnyPackage(
                      TESTKIT, "io.sealbus.standalone.demo..", "io.sealbus.standalone.vectors..")))
          .should()
          .dependOnClassesThat()
          .resideInAPackage(TESTKIT)
          .because("made-up keys and registries belong to the demo and the test cases alone");

  @ArchTest
  static final ArchRule commandsHoldNoLogic =
      noClasses()
          .that(resideInAPackage("io.sealbus.standalone.command"))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.vertx..", "org.apache.kafka..", "java.net.http..")
          .because("a command parses, calls and prints; what it calls can be called without it");

  @ArchTest
  static final ArchRule packagesFormNoCycles =
      slices().matching("io.sealbus.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule roomsOfTheVerifierHaveNoCycles =
      slices().matching("io.sealbus.verifier.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule roomsOfTheVerifierDoNotKnowWhoUsesThem =
      noClasses()
          .that()
          .resideInAPackage("io.sealbus.verifier.*..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.sealbus.verifier");

  @ArchTest
  static final ArchRule namesSayWhatAClassIs =
      classes()
          .that()
          .resideInAPackage("io.sealbus..")
          .should()
          .haveNameNotMatching(".*(Utils?|Impl|Manager|Helper)$")
          .because("such a name says that nobody knew what belongs in the class");
}
