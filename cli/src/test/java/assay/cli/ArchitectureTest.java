package assay.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.PrintWriter;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dependencies point one way; the rules of the design, over the classes of all modules. */
class ArchitectureTest {
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

  /** From the lowest up; a package imports lower layers only, and none of its own layer. */
  private static final List<List<String>> CORE =
      List.of(
          List.of("availability", "files", "checks"),
          List.of("text"),
          List.of("stats", "ffi", "data", "device", "program"),
          List.of("host"),
          List.of("oracle", "workload", "telemetry"),
          List.of("spi", "record"),
          List.of("conformance", "environment", "profile"),
          List.of("harness"));

  @Test
  void coreStandsInLayers() {
    List<String> above = new ArrayList<>(CORE.stream().flatMap(List::stream).toList());
    assertThat(
            ASSAY.stream().map(JavaClass::getPackageName).filter(p -> p.startsWith("assay.core.")))
        .as("each package of core stands in a layer")
        .allMatch(p -> above.contains(p.split("\\.", -1)[2]));
    for (List<String> layer : CORE) {
      for (String name : layer) {
        String own = "assay.core." + name + "..";
        String[] barred =
            above.stream()
                .filter(n -> !n.equals(name))
                .map(n -> "assay.core." + n + "..")
                .toArray(String[]::new);
        check(
            own,
            2,
            noClasses()
                .that()
                .resideInAPackage(own)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(barred));
      }
      above.removeAll(layer);
    }
  }

  /** A module's packages; an operation and its rule are one slice with what they extend. */
  private static SliceAssignment packagesOf(String module, String... folded) {
    return new SliceAssignment() {
      @Override
      public SliceIdentifier getIdentifierOf(JavaClass type) {
        String name = type.getPackageName();
        if (!name.equals(module) && !name.startsWith(module + ".")) {
          return SliceIdentifier.ignore();
        }
        for (String inner : folded) {
          name = name.endsWith(inner) ? name.substring(0, name.length() - inner.length()) : name;
        }
        return SliceIdentifier.of(name);
      }

      @Override
      public String getDescription() {
        return "packages of " + module;
      }
    };
  }

  @ParameterizedTest
  @CsvSource({
    "assay.core, 18",
    "assay.cpu, 6",
    "assay.gpu, 7",
    "assay.fpga, 7",
    "assay.report, 12",
    "assay.cli, 1"
  })
  void aModulesPackagesHaveNoCycles(String module, int atLeast) {
    assertThat(
            ASSAY.stream()
                .map(JavaClass::getPackageName)
                .filter(p -> p.equals(module) || p.startsWith(module + "."))
                .distinct())
        .as("packages seen in %s", module)
        .hasSizeGreaterThanOrEqualTo(atLeast);
    slices()
        .assignedFrom(packagesOf(module, ".op", ".jmh_generated"))
        .should()
        .beFreeOfCycles()
        .check(ASSAY);
  }

  /** The rule itself is able to fail: operations and programs know each other. */
  @Test
  void theRuleAboutCyclesFindsOne() {
    assertThatThrownBy(() ->
            slices().assignedFrom(packagesOf("assay.core")).should().beFreeOfCycles().check(ASSAY))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("assay.core.program.op");
  }

  /** Of our packages, a module may import its own and these. */
  private static void checkImports(String module, int atLeast, String... allowed) {
    check(
        module,
        atLeast,
        noClasses()
            .that()
            .resideInAPackage(module)
            .should()
            .dependOnClassesThat(
                resideInAPackage("assay..").and(outside(module)).and(outside(allowed))));
  }

  /** A backend implements the SPI, in terms of programs and telemetry, on the foundations. */
  @ParameterizedTest
  @CsvSource({"assay.cpu.., 100", "assay.gpu.., 70", "assay.fpga.., 50"})
  void aBackendSeesTheSpiAndTheFoundations(String backend, int atLeast) {
    checkImports(
        backend,
        atLeast,
        "assay.core.spi..",
        "assay.core.program..",
        "assay.core.telemetry..",
        "assay.core.device..",
        "assay.core.availability..",
        "assay.core.ffi..",
        "assay.core.host..",
        "assay.core.files..");
  }

  /** Reports read records: no target, no workload, no suite, no harness. */
  @Test
  void reportsSeeRecordsOnly() {
    checkImports(
        "assay.report..",
        150,
        "assay.core.record..",
        "assay.core.profile..",
        "assay.core.program", // Work and Rate, the units of what a record counts
        "assay.core.telemetry..",
        "assay.core.device..",
        "assay.core.availability..",
        "assay.core.stats..",
        "assay.core.files..",
        "assay.core.text..");
  }

  @Test
  void theCommandLineCompilesWithoutBackends() {
    checkImports("assay.cli..", 15, "assay.core..", "assay.report..");
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

  /** Messages, names of kernels and files must not change with LC_ALL: give Locale.ROOT. */
  @Test
  void nothingFollowsTheDefaultLocale() {
    check("assay..", 200, FOLLOWS_NO_LOCALE);
  }

  /** The rule itself is able to fail. */
  @Test
  void theRuleAboutLocalesFindsWhoFollowsOne() {
    JavaClasses follower = new ClassFileImporter().importClasses(FollowsLocale.class);
    assertThatThrownBy(() -> FOLLOWS_NO_LOCALE.check(follower))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("was violated (4 times)");
  }

  private static final ArchRule FOLLOWS_NO_LOCALE =
      noClasses()
          .that()
          .resideOutsideOfPackage("..jmh_generated..")
          .should()
          .callCodeUnitWhere(
              DescribedPredicate.describe(
                  "it follows the default locale", ArchitectureTest::followsDefaultLocale))
          .allowEmptyShould(false);

  /** A method or constructor of the JDK that has a twin with a locale. */
  private static boolean followsDefaultLocale(JavaCall<?> call) {
    JavaClass owner = call.getTargetOwner();
    if (!owner.getPackageName().startsWith("java.")) {
      return false;
    }
    String name = call.getName();
    List<String> given =
        call.getTarget().getRawParameterTypes().stream().map(JavaClass::getName).toList();
    return name.equals("formatted")
        || Stream.<Executable>concat(
                Arrays.stream(owner.reflect().getMethods()),
                Arrays.stream(owner.reflect().getConstructors()))
            .filter(twin -> name.equals(twin instanceof Method ? twin.getName() : "<init>"))
            .anyMatch(twin -> given.equals(withoutLocale(twin)));
  }

  /** The types of its parameters without that of the locale; null if there is none. */
  private static @Nullable List<String> withoutLocale(Executable twin) {
    List<String> types =
        new ArrayList<>(Arrays.stream(twin.getParameterTypes()).map(Class::getName).toList());
    return types.remove(Locale.class.getName()) ? types : null;
  }

  /** Four calls that the rule must find. */
  @SuppressWarnings({"StringCaseLocaleUsage", "unused"})
  private static final class FollowsLocale {
    static String text(PrintWriter out, String format) {
      out.printf(format, 1.5);
      DateTimeFormatter formatter = DateTimeFormatter.ofPattern(format);
      return format.formatted(1.5) + String.format(format, 1.5) + formatter;
    }
  }
}
