package assay.core.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.program.HostTensor;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.ProgramBuilder;
import assay.core.program.Shape;
import assay.core.program.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Which products are projected and which are computed. Ones times ones: every element is k, and the
 * product need not be computed to know it.
 */
class LargeProductsTest {
  /** A product of ones and what a target gave for it. */
  private record Ones(
      Program program, Precision precision, Map<Tensor, HostTensor> given, HostTensor result) {
    static Ones of(int m, int k, int n, Precision precision) {
      ProgramBuilder p = Program.builder("ones");
      Tensor a = p.input("a", Shape.of(m, k), precision.input());
      Tensor b = p.input("b", Shape.of(k, n), precision.input());
      Tensor out = p.matMul(a, b, false, false);
      p.output(out);
      return new Ones(
          p.build(), precision, Map.of(a, filled(a, 1), b, filled(b, 1)), filled(out, k));
    }

    private static HostTensor filled(Tensor tensor, double value) {
      HostTensor host = HostTensor.allocate(tensor);
      for (long i = 0; i < host.elements(); i++) {
        host.set(i, value);
      }
      return host;
    }

    Verdict verify(boolean everyElement) {
      return Verifier.verify(
          program,
          new ErrorModel(precision),
          given,
          Map.of(result.tensor(), result),
          everyElement,
          42);
    }
  }

  /** 500,500,000 operations. */
  @Test
  void aboveHalfABillionOperationsTheyAreProjected() {
    Ones ones = Ones.of(500, 1001, 500, Precision.F32);
    Verdict verdict = ones.verify(false);
    assertThat(verdict.check()).isEqualTo("freivalds+sampled");
    assertThat(verdict.passed()).as(verdict.message()).isTrue();
    assertThat(verdict.bits().orElseThrow().overall()).as("ones are exact").isInfinite();
    ones.result.set(123_456, 1002);
    Verdict wrong = ones.verify(false);
    assertThat(wrong.mismatch().orElseThrow().position()).isEqualTo("[246, 456]");
    assertThat(wrong.bits()).isEmpty();
  }

  @Test
  void theyAreComputedIfEveryElementIsAskedFor() {
    Verdict verdict = Ones.of(500, 1001, 500, Precision.F32).verify(true);
    assertThat(verdict.check()).isEqualTo("entrywise");
    assertThat(verdict.passed()).as(verdict.message()).isTrue();
    assertThat(verdict.checked()).isEqualTo(250_000);
  }

  /** 2·24·699,051 + 24² elements are more than 2²⁵, though 805,306,752 operations would be few. */
  @Test
  void withTooManyElementsTheyAreProjectedAnyway() {
    Verdict verdict = Ones.of(24, 699_051, 24, Precision.S8).verify(true);
    assertThat(verdict.check()).isEqualTo("freivalds+sampled");
    assertThat(verdict.passed()).as(verdict.message()).isTrue();
    assertThat(verdict.bits()).as("integers have none").isEmpty();
  }
}
