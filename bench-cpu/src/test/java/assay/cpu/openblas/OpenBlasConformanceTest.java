package assay.cpu.openblas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import assay.core.availability.Availability;
import assay.core.conformance.ConformanceChecks;
import assay.core.program.Precision;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The programs of products alone that the checks have. */
class OpenBlasConformanceTest {
  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void inputSetsStayApart(Precision precision) {
    OpenBlasTarget target = new OpenBlasTarget();
    assumeThat(target.probe()).isInstanceOf(Availability.Available.class);
    ConformanceChecks checks = new ConformanceChecks(target, precision);
    checks.inputSetsStayApart();
    assertThat(checks.executed()).isPositive();
  }
}
