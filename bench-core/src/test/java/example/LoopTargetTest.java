package example;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import assay.core.conformance.Conformance;
import assay.core.program.Precision;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The target of the guide: it conforms, needs the published packages alone, and is what is printed.
 */
class LoopTargetTest {
  private static final Path GUIDE = Path.of("..", "docs", "extending", "target.md");
  private static final Path SOURCE = Path.of("src", "test", "java", "example", "LoopTarget.java");

  @Test
  void itConforms() {
    List<Conformance.Finding> findings =
        Conformance.of(new LoopTarget(), Precision.F64).checks().stream()
            .map(Conformance.Check::run)
            .toList();
    assertThat(findings).noneMatch(finding -> finding.status() == Conformance.Status.FAILED);
    assertThat(findings)
        .filteredOn(finding -> finding.status() == Conformance.Status.PASSED)
        .extracting(Conformance.Finding::check)
        .contains("matrix products with transposes, scaling and batches");
  }

  @Test
  void itNeedsThePublishedPackagesAlone() {
    JavaClasses seen =
        new ClassFileImporter().importClasses(LoopTarget.class, LoopTarget.Product.class);
    assertThat(seen).hasSize(2);
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "example..",
            "assay.core.spi",
            "assay.core.program..",
            "assay.core.device",
            "assay.core.availability",
            "org.jspecify..")
        .check(seen);
  }

  @Test
  void theGuidePrintsIt() throws IOException {
    assertThat(Files.readString(GUIDE))
        .contains("```java\n" + Files.readString(SOURCE).strip() + "\n```");
  }
}
