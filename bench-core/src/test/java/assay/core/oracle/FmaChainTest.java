package assay.core.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.program.HostTensor;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.Tensor;
import assay.core.program.op.FmaChain;
import assay.core.spi.Executable;
import assay.core.spi.Target;
import assay.core.testing.NaiveTarget;
import assay.core.workload.Workload;
import assay.core.workload.Workloads;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A peak is quoted only for chains of which no step is missing. */
class FmaChainTest {
  private static final long SEED = 11;

  private static Workload.Kernel peak(long steps) {
    String id = String.format(Locale.ROOT, "peak/fma,elements=50,steps=%d", steps);
    return (Workload.Kernel) Workloads.parse(id);
  }

  private static FmaChain chain(Program program) {
    return (FmaChain) program.ops().getFirst();
  }

  /** What a chain of {@code steps} steps with the given program's constants computes. */
  private static HostTensor computed(Program program, Precision precision, long steps) {
    FmaChain op = chain(program);
    var p = Program.builder("chain");
    Tensor x = p.input("x", op.x().shape(), op.x().type());
    Program shorter = p.output(p.fmaChain(x, op.multiplier(), op.offset(), steps)).build();
    try (Executable run = new NaiveTarget().compile(shorter, precision, new Target.Options(1))) {
      run.write(input(program));
      run.execute();
      return run.read(shorter.outputs().getFirst());
    }
  }

  private static HostTensor input(Program program) {
    return peak(1).inputs(program, SEED).values().iterator().next();
  }

  private static Verdict verdict(Program program, Precision precision, HostTensor result) {
    Tensor out = program.outputs().getFirst();
    HostTensor named = HostTensor.allocate(out);
    for (long i = 0; i < named.elements(); i++) {
      named.set(i, result.get(i));
    }
    HostTensor x = input(program);
    return Verifier.verify(program, precision, Map.of(x.tensor(), x), Map.of(out, named), SEED);
  }

  /** One step, or two; of short chains also two in a hundred. */
  @ParameterizedTest
  @CsvSource({
    "F32, 7",
    "F32, 64",
    "F32, 4095",
    "F32, 4096",
    "F32, 262144",
    "F64, 3",
    "F64, 4096",
  })
  void stepsThatAreLeftOutAreSeen(Precision precision, long steps) {
    Program program = peak(steps).program(precision);
    Verdict right = verdict(program, precision, computed(program, precision, steps));
    assertThat(right.passed()).as(right.message()).isTrue();
    long share = steps <= 4096 ? 2 * Math.ceilDiv(steps, 100) : 1;
    for (long missing : new long[] {1, 2, share}) {
      Verdict wrong = verdict(program, precision, computed(program, precision, steps - missing));
      assertThat(wrong.passed()).as("%d of %d steps", missing, steps).isFalse();
    }
  }

  /** Neither grows, nor dies away, nor becomes the same for all. */
  @ParameterizedTest
  @CsvSource({"F32, 1", "F32, 4096", "F32, 262144", "F64, 262144"})
  void valuesStayApartAndBounded(Precision precision, long steps) {
    Program program = peak(steps).program(precision);
    HostTensor x = input(program);
    HostTensor out = computed(program, precision, steps);
    double offset = chain(program).offset();
    for (long i = 0; i < out.elements(); i++) {
      assertThat(Math.abs(out.get(i))).isLessThanOrEqualTo(Math.abs(x.get(i)) + 2 * offset);
      double before = Math.abs(x.get(i) + (steps == 1 ? 0 : offset));
      double after = Math.abs(out.get(i) + (steps == 1 ? 0 : offset));
      assertThat(after).isBetween(0.3 * before, before);
    }
  }
}
