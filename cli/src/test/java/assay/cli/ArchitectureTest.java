package assay.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Dependencies point one way; the rules of the design, over the classes of all modules. */
class ArchitectureTest {
  private static final String[] BACKENDS = {"assay.cpu..", "assay.gpu..", "assay.fpga.."};
  private static final JavaClasses ASSAY =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(l -> !l.contains("-tests.jar") && !l.contains("/coretest/"))
          .importPackages("assay");

  /** A rule over no classes holds whatever the code does; so the classes are counted first. */
  private static void check(String packages, int atLeast, ArchRule rule) {
    DescribedPredicate<JavaClass> inside = resideInAPackage(packages);
    assertThat(ASSAY.stream().filter(inside).count())
        .as("classes seen in %s", packages)
        .isGreaterThanOrEqualTo(atLeast);
    rule.check(ASSAY);
  }

  private static DescribedPredicate<JavaClass> outside(String... packages) {
    return DescribedPredicate.not(resideInAnyPackage(packages));
  }

  @Test
  void coreImportsNoBackendAndNothingOfTheScreen() {
    check(
        "assay.core..",
        150,
        noClasses()
            .that()
            .resideInAPackage("assay.core..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "assay.cpu..",
                "assay.gpu..",
                "assay.fpga..",
                "assay.report..",
                "assay.cli..",
                "oshi..",
                "org.jfree..",
                "picocli..",
                "me.tongfei.."));
  }

  @Test
  void onlyTheHarnessImportsJmh() {
    assertThat(ASSAY.stream())
        .as("the harness does")
        .anyMatch(c ->
            c.getPackageName().equals("assay.core.harness")
                && c.getDirectDependenciesFromSelf().stream()
                    .anyMatch(
                        d -> d.getTargetClass().getPackageName().startsWith("org.openjdk.jmh")));
    check(
        "assay..",
        200,
        noClasses()
            .that(outside("assay.core.harness.."))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.openjdk.jmh.."));
  }

  @Test
  void statisticsStandAlone() {
    check(
        "assay.core.stats..",
        5,
        noClasses()
            .that()
            .resideInAPackage("assay.core.stats..")
            .should()
            .dependOnClassesThat(
                resideInAnyPackage("java.io..", "java.nio.file..", "java.net..")
                    .or(
                        resideInAPackage("assay..")
                            .and(
                                DescribedPredicate.not(
                                    resideInAnyPackage(
                                        "assay.core.stats..", "assay.core.availability.."))))));
  }

  /** What everything else stands on. */
  @Test
  void theLowestPackagesImportNothingOfOurs() {
    for (String lowest :
        List.of("assay.core.availability..", "assay.core.files..", "assay.core.text..")) {
      check(
          lowest,
          2,
          noClasses()
              .that()
              .resideInAPackage(lowest)
              .should()
              .dependOnClassesThat(
                  resideInAPackage("assay..")
                      .and(DescribedPredicate.not(resideInAPackage(lowest)))));
    }
  }

  @Test
  void backendsKnowNeitherEachOtherNorWhatIsAboveThem() {
    check(
        "assay.cpu..",
        30,
        noClasses()
            .that()
            .resideInAPackage("assay.cpu..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("assay.gpu..", "assay.fpga..", "assay.cli..", "assay.report.."));
  }

  @Test
  void theCommandLineAndReportsCompileWithoutBackends() {
    check(
        "assay.cli..",
        15,
        noClasses()
            .that()
            .resideInAnyPackage("assay.cli..", "assay.report..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(BACKENDS));
  }

  @Test
  void onlyTheCommandLinePrints() {
    check("assay.cli..", 15, printing("assay.cli.."));
  }

  private static ArchRule printing(String... allowed) {
    return noClasses()
        .that(outside(allowed))
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(Throwable.class, "printStackTrace")
        .orShould()
        .callMethod(System.class, "exit", int.class);
  }

  /** The rule itself is able to fail: without its exception it finds the command line. */
  @Test
  void theRuleAboutPrintingFindsWhoPrints() {
    assertThatThrownBy(() -> printing("assay.nobody..").check(ASSAY))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("assay.cli.Assay");
  }
}
