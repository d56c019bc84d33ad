package assay.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.program.DataType;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.spi.Target.Options;
import assay.cpu.scalar.ScalarTarget;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScalarTargetTest {
  @Test
  void everyThreadIsAUnit() {
    assertThat(new ScalarTarget().parallelUnits(CpuTarget.device(Map.of()), new Options(7)))
        .isEqualTo(7);
  }

  static Stream<Named<Program>> floats() {
    return Cases.of(DataType.F32).stream().map(p -> Named.of(p.name(), p));
  }

  static Stream<Named<Program>> doubles() {
    return Cases.of(DataType.F64).stream().map(p -> Named.of(p.name(), p));
  }

  @ParameterizedTest
  @MethodSource("floats")
  void computesInSinglePrecision(Program program) {
    Comparison.check(new ScalarTarget(), Precision.F32, program, 2);
  }

  @ParameterizedTest
  @MethodSource("doubles")
  void computesInDoublePrecision(Program program) {
    Comparison.check(new ScalarTarget(), Precision.F64, program, 3);
  }
}
