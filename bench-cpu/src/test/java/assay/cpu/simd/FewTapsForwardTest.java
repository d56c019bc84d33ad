package assay.cpu.simd;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.conformance.RandomPrograms;
import assay.core.oracle.Verdict;
import assay.core.oracle.Verifier;
import assay.core.program.DataType;
import assay.core.program.HostTensor;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.ProgramBuilder;
import assay.core.program.Shape;
import assay.core.program.Tensor;
import assay.core.program.Window2d;
import assay.core.program.op.Conv2d;
import assay.core.spi.Executable;
import assay.core.spi.Target;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FewTapsForwardTest {
  /** Rows of 1 to 13 pixels, so that groups of four and what is left of them both occur. */
  @ParameterizedTest
  @CsvSource({
    "1, 1, 5, 7, 32, 3, 3, 1, true",
    "2, 1, 9, 11, 32, 3, 3, 1, false",
    "3, 3, 8, 15, 64, 3, 3, 1, true",
    "2, 3, 11, 16, 96, 3, 2, 2, true",
    "1, 2, 13, 9, 32, 1, 1, 3, true",
    "5, 1, 6, 6, 128, 5, 5, 1, false"
  })
  void matchesTheOracle(
      int n, int c, int h, int w, int k, int r, int s, int stride, boolean biasAndRelu) {
    ProgramBuilder p = Program.builder("few taps");
    Tensor x = p.input("x", Shape.of(n, h, w, c), DataType.F32);
    Tensor filters = p.input("w", Shape.of(k, r, s, c), DataType.F32);
    Tensor y = p.conv2d(x, filters, new Window2d(r, s, stride, stride, 0, 0));
    if (biasAndRelu) {
      y = p.relu(p.biasAdd(y, p.input("b", Shape.of(k), DataType.F32)));
    }
    Program program = p.output(y).build();
    assertThat(FewTapsForward.fits((Conv2d) program.ops().getFirst())).isTrue();
    Map<Tensor, HostTensor> given = RandomPrograms.values(program, 3);
    for (int threads = 1; threads <= 3; threads++) {
      try (Executable run =
          new SimdTarget().compile(program, Precision.F32, new Target.Options(threads))) {
        given.values().forEach(run::write);
        run.write(HostTensor.allocate(y).poison());
        run.execute();
        Verdict verdict = Verifier.verify(program, Precision.F32, given, Map.of(y, run.read(y)), 5);
        assertThat(verdict.passed()).as(verdict.message()).isTrue();
      }
    }
  }
}
