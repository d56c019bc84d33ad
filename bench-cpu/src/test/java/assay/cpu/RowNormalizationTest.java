package assay.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.oracle.Verdict;
import assay.core.oracle.Verifier;
import assay.core.program.DataType;
import assay.core.program.HostTensor;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.ProgramBuilder;
import assay.core.program.Shape;
import assay.core.program.Tensor;
import assay.core.program.op.LayerNorm;
import assay.core.spi.Executable;
import assay.core.spi.Target;
import assay.core.spi.Targets;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Rows whose mean is far larger than their deviation: a variance as the difference of mean squares
 * would have no correct digit left.
 */
class RowNormalizationTest {
  private static final double MEAN = 10_000;

  @ParameterizedTest
  @CsvSource({"cpu-scalar, F32", "cpu-scalar, F64", "cpu-simd, F32"})
  void aLargeMeanCostsNoDigitsOfTheDeviation(String id, Precision precision) {
    DataType type = precision.input();
    ProgramBuilder p = Program.builder("large mean");
    Tensor x = p.input("x", Shape.of(7, 1023), type);
    Tensor gamma = p.input("gamma", Shape.of(1023), type);
    Tensor beta = p.input("beta", Shape.of(1023), type);
    LayerNorm norm = p.layerNorm(x, gamma, beta, 1e-5);
    Program program = p.output(norm.y()).output(norm.inverseDeviation()).build();
    Random random = new Random(5);
    Map<Tensor, HostTensor> given =
        Map.of(
            x,
            values(x, MEAN, random),
            gamma,
            values(gamma, 1, random),
            beta,
            values(beta, 0, random));
    Target target = Targets.byId(id).orElseThrow();
    try (Executable run = target.compile(program, precision, new Target.Options(2))) {
      given.values().forEach(run::write);
      run.execute();
      Map<Tensor, HostTensor> results =
          Stream.of(norm.y(), norm.inverseDeviation()).collect(Collectors.toMap(t -> t, run::read));
      Verdict verdict = Verifier.verify(program, precision, given, results, 5);
      assertThat(verdict.passed()).as(verdict.message()).isTrue();
      double inverse = Objects.requireNonNull(results.get(norm.inverseDeviation())).get(0);
      assertThat(inverse).isBetween(0.9, 1.1);
    }
  }

  private static HostTensor values(Tensor tensor, double mean, Random random) {
    HostTensor values = HostTensor.allocate(tensor);
    for (long i = 0; i < values.elements(); i++) {
      values.set(i, mean + random.nextGaussian());
    }
    return values;
  }
}
