package assay.cpu;

import assay.core.program.DataType;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.cpu.simd.SimdTarget;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SimdTargetTest {
  static Stream<Named<Program>> floats() {
    return Cases.of(DataType.F32).stream().map(p -> Named.of(p.name(), p));
  }

  @ParameterizedTest
  @MethodSource("floats")
  void computesInSinglePrecision(Program program) {
    Comparison.check(new SimdTarget(), Precision.F32, program, 2);
  }
}
