package assay.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.program.DataType;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.ProgramBuilder;
import assay.core.program.Shape;
import assay.core.program.Tensor;
import assay.cpu.simd.SimdTarget;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimdTargetTest {
  static Stream<Named<Program>> floats() {
    return Cases.of(DataType.F32).stream().map(p -> Named.of(p.name(), p));
  }

  @ParameterizedTest
  @MethodSource("floats")
  void computesInSinglePrecision(Program program) {
    Comparison.check(new SimdTarget(), Precision.F32, program, 2);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 13, 96, 207, 4098})
  void computesChainsInDoublePrecision(int elements) {
    ProgramBuilder b = Program.builder("chain of " + elements);
    Tensor x = b.input("x", Shape.of(elements), DataType.F64);
    Program program =
        b.output(b.fmaChain(x, -1.99, 0.5, 7)).output(b.fmaChain(x, -1.5, 0.25, 131_075)).build();
    Comparison.check(new SimdTarget(), Precision.F64, program, 2);
  }

  @Test
  void hasOnlyThePeakInDoublePrecision() {
    ProgramBuilder b = Program.builder("product");
    Tensor x = b.input("x", Shape.of(3, 3), DataType.F64);
    Program program = b.output(b.matMul(x, x, false, false)).build();
    assertThat(new SimdTarget().unsupported(program, Precision.F64).orElseThrow().reason())
        .isEqualTo("cpu-simd has no kernel for it in f64");
  }
}
