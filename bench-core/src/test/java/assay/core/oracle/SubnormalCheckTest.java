package assay.core.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.program.DataType;
import assay.core.program.HostTensor;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.ProgramBuilder;
import assay.core.program.Shape;
import assay.core.program.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** By how much subnormal results may be off, in the smallest numbers of their type. */
class SubnormalCheckTest {
  /** Checks one sum of three products of {@code value} and 1. */
  private static SubnormalCheck check(Precision precision, double value, double found) {
    ProgramBuilder p = Program.builder("subnormal");
    Tensor a = p.input("a", Shape.of(1, 3), precision.input());
    Tensor b = p.input("b", Shape.of(3, 1), precision.input());
    p.output(p.matMul(a, b, false, false));
    Program program = p.build();
    Map<Tensor, HostTensor> given =
        Map.of(a, HostTensor.of(a, value, value, value), b, HostTensor.of(b, 1, 1, 1));
    HostTensor actual = HostTensor.of(program.outputs().getFirst(), found);
    return SubnormalCheck.of(program, new ErrorModel(precision), given, actual, 7);
  }

  /** Three products, a scale and an addend: 5 of the smallest numbers, and half of one to store. */
  @ParameterizedTest
  @CsvSource({"300, true", "305, true", "295, true", "306, false", "294, false", "0, false"})
  void eachOperationIsOffByTheSmallestNumber(int found, boolean kept) {
    double smallest = Float.MIN_VALUE;
    SubnormalCheck check = check(Precision.F32, 100 * smallest, found * smallest);
    assertThat(check.kept()).as("%s", check.mismatch()).isEqualTo(kept);
    assertThat(check.mismatch().isPresent()).isEqualTo(!kept);
    assertThat(check.flushed()).isEqualTo(found == 0);
  }

  /** The sum is in f32, where nothing of it is lost: only what is stored is rounded, by a half. */
  @ParameterizedTest
  @CsvSource({"3, true", "2, false", "4, false", "0, false"})
  void narrowResultsAreOffByHalfOfTheirSmallestNumber(int found, boolean kept) {
    double smallest = DataType.F16.min();
    assertThat(smallest).isEqualTo(0x1p-24);
    SubnormalCheck check = check(Precision.F16, smallest, found * smallest);
    assertThat(check.kept()).as("%s", check.mismatch()).isEqualTo(kept);
  }

  @Test
  void zerosThatAreRightAreNotFlushed() {
    SubnormalCheck check = check(Precision.F32, 0, 0);
    assertThat(check.kept()).isTrue();
    assertThat(check.flushed()).isFalse();
  }
}
