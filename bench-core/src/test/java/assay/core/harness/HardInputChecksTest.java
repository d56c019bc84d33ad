package assay.core.harness;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.oracle.ErrorModel;
import assay.core.program.HostTensor;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.Tensor;
import assay.core.record.Verification;
import assay.core.record.Verification.Subnormals;
import assay.core.spi.Executable;
import assay.core.spi.Target;
import assay.core.testing.NaiveTarget;
import assay.core.workload.HardInputs;
import assay.core.workload.Workloads;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Targets that are right on ordinary values and not on others. */
class HardInputChecksTest {
  private static final Verification TIMED = Verification.passed("entrywise", 1, 0.1, 1);
  private static final String GEMM = "gemm/m=9,n=11,k=64";

  /** A right target whose operands or results are changed on the way. */
  private static final class Altered implements Executable {
    private final Executable right;
    private final Program program;
    private final UnaryOperator<HostTensor> operands;
    private final UnaryOperator<HostTensor> results;
    private final boolean promises;

    Altered(
        Program program,
        Precision precision,
        UnaryOperator<HostTensor> operands,
        UnaryOperator<HostTensor> results,
        boolean promises) {
      this.program = program;
      this.right = new NaiveTarget().compile(program, precision, new Target.Options(1));
      this.operands = operands;
      this.results = results;
      this.promises = promises;
    }

    @Override
    public void write(HostTensor value) {
      right.write(program.inputs().contains(value.tensor()) ? operands.apply(value) : value);
    }

    @Override
    public void execute() {
      right.execute();
    }

    @Override
    public HostTensor read(Tensor tensor) {
      return results.apply(right.read(tensor));
    }

    @Override
    public boolean keepsSubnormals() {
      return promises;
    }

    @Override
    public OptionalLong deviceNanos() {
      return OptionalLong.empty();
    }

    @Override
    public String engine() {
      return "altered";
    }

    @Override
    public void close() {}
  }

  private static Verification check(
      String workload,
      Precision precision,
      UnaryOperator<HostTensor> operands,
      UnaryOperator<HostTensor> results,
      boolean promises) {
    Program program = Workloads.parse(workload).program(precision);
    List<HostTensor> poison =
        program.outputs().stream().map(t -> HostTensor.allocate(t).poison()).toList();
    Executable executable = new Altered(program, precision, operands, results, promises);
    return new HardInputChecks(
            program, precision, new ErrorModel(precision), executable, poison, () -> {}, 7)
        .check(TIMED);
  }

  private static HostTensor same(HostTensor values) {
    return values;
  }

  private static HostTensor flushed(HostTensor values) {
    HostTensor changed = HostTensor.allocate(values.tensor());
    for (long i = 0; i < values.elements(); i++) {
      double value = values.get(i);
      changed.set(i, Math.abs(value) < values.tensor().type().minNormal() ? 0 : value);
    }
    return changed;
  }

  /** As if all elements had the exponent of the largest, with 24 bits. */
  private static HostTensor commonExponent(HostTensor values) {
    double largest = 0;
    for (long i = 0; i < values.elements(); i++) {
      largest = Math.max(largest, Math.abs(values.get(i)));
    }
    double unit = Math.scalb(1.0, Math.getExponent(largest) - 23);
    HostTensor changed = HostTensor.allocate(values.tensor());
    for (long i = 0; i < values.elements(); i++) {
      changed.set(i, unit * Math.rint(values.get(i) / unit));
    }
    return changed;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gemm/m=9,n=11,k=64",
        "gemm/m=9,n=11,k=65,ta=1,alpha=3,beta=-2",
        "gemm/m=5,n=40,k=33,tb=1,batch=3",
        "gemm/m=1,n=1,k=1",
        "conv/n=3,c=4,h=6,w=5,k=7,r=3,s=2,pad=1",
        "conv/n=3,c=4,h=6,w=5,k=7,r=3,s=2,pad=1,dir=backward-input",
        "conv/n=3,c=4,h=6,w=5,k=7,r=3,s=2,stride=2,dir=backward-filter"
      })
  void rightTargetsPass(String workload) {
    for (Precision precision :
        List.of(Precision.F64, Precision.F32, Precision.BF16, Precision.F16)) {
      Verification found =
          check(workload, precision, HardInputChecksTest::same, HardInputChecksTest::same, true);
      assertThat(found).as("%s", precision).isEqualTo(TIMED.with(Subnormals.KEPT));
    }
    assertThat(
            check(
                workload,
                Precision.TF32,
                HardInputChecksTest::same,
                HardInputChecksTest::same,
                true))
        .isEqualTo(TIMED);
  }

  @Test
  void eightBitsAreCheckedAsFarAsTheyGo() {
    assertThat(
            check(
                GEMM, Precision.F8E4M3, HardInputChecksTest::same, HardInputChecksTest::same, true))
        .isEqualTo(TIMED.with(Subnormals.KEPT));
    assertThat(
            check(GEMM, Precision.S8, HardInputChecksTest::same, HardInputChecksTest::same, true))
        .isSameAs(TIMED);
    assertThat(
            check(
                    GEMM,
                    Precision.F8E4M3,
                    HardInputChecksTest::flushed,
                    HardInputChecksTest::same,
                    true)
                .passed())
        .isFalse();
  }

  /** Right on ordinary values to the last bit, and wrong where exponents differ. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gemm/m=9,n=11,k=64",
        "conv/n=3,c=4,h=6,w=5,k=7,r=3,s=2,pad=1",
        "conv/n=3,c=4,h=6,w=5,k=7,r=3,s=2,pad=1,dir=backward-input",
        "conv/n=3,c=4,h=6,w=5,k=7,r=3,s=2,stride=2,dir=backward-filter"
      })
  void oneExponentForAllIsNotEnough(String workload) {
    Verification found =
        check(
            workload,
            Precision.F32,
            HardInputChecksTest::commonExponent,
            HardInputChecksTest::same,
            true);
    assertThat(found.passed()).isFalse();
    assertThat(found.detail()).startsWith("with a wide range of exponents: entrywise: ");
  }

  @ParameterizedTest
  @EnumSource(names = {"F64", "F32", "F16"})
  void subnormalNumbersMustNotBeFlushed(Precision precision) {
    Verification operands =
        check(GEMM, precision, HardInputChecksTest::flushed, HardInputChecksTest::same, true);
    assertThat(operands.passed()).isFalse();
    assertThat(operands.detail())
        .isEqualTo(
            "subnormal operands are flushed to zero, which is not permitted in " + precision.id());
    Verification results =
        check(GEMM, precision, HardInputChecksTest::same, HardInputChecksTest::flushed, true);
    assertThat(results.passed()).isFalse();
    assertThat(results.detail())
        .isEqualTo(
            "subnormal results are flushed to zero, which is not permitted in " + precision.id());
  }

  /** By precision or by device; it is recorded. */
  @Test
  void whereTheyMayBeFlushedItIsNamed() {
    for (Precision precision : List.of(Precision.F32, Precision.BF16)) {
      boolean promises = precision == Precision.BF16;
      Verification named = TIMED.with(Subnormals.FLUSHED);
      assertThat(
              check(
                  GEMM,
                  precision,
                  HardInputChecksTest::flushed,
                  HardInputChecksTest::flushed,
                  promises))
          .isEqualTo(named);
      assertThat(
              check(
                  GEMM,
                  precision,
                  HardInputChecksTest::same,
                  HardInputChecksTest::flushed,
                  promises))
          .isEqualTo(named);
      assertThat(
              check(
                  GEMM,
                  precision,
                  HardInputChecksTest::flushed,
                  HardInputChecksTest::same,
                  promises))
          .isEqualTo(named);
    }
  }

  /** Neither right nor zero is wrong, whatever the device promises. */
  @Test
  void subnormalNumbersMustNotBecomeOthers() {
    Verification found =
        check(
            GEMM,
            Precision.F32,
            HardInputChecksTest::same,
            values -> {
              HostTensor changed = HostTensor.allocate(values.tensor());
              for (long i = 0; i < values.elements(); i++) {
                double value = values.get(i);
                changed.set(i, Math.abs(value) < Float.MIN_NORMAL ? 2 * value : value);
              }
              return changed;
            },
            false);
    assertThat(found.passed()).isFalse();
    assertThat(found.detail()).startsWith("with subnormal results: ").contains("expected");
  }

  /** Elements lie binades apart, and are subnormal where they should be. */
  @Test
  void theInputsAreWhatTheySay() {
    Program program = Workloads.parse(GEMM).program(Precision.F32);
    HardInputs inputs = HardInputs.of(program, 7).orElseThrow();
    for (HostTensor wide : inputs.wideRange().values()) {
      double smallest = Double.MAX_VALUE;
      double largest = 0;
      for (long i = 0; i < wide.elements(); i++) {
        smallest = Math.min(smallest, Math.abs(wide.get(i)));
        largest = Math.max(largest, Math.abs(wide.get(i)));
      }
      assertThat(largest / smallest).isGreaterThan(0x1p50);
    }
    double[] subnormal = inputs.subnormalOperand().values().iterator().next().toDoubles();
    assertThat(Arrays.stream(subnormal)).allMatch(v -> Math.abs(v) < Float.MIN_NORMAL);
    assertThat(Arrays.stream(subnormal)).anyMatch(v -> v != 0);
    for (HostTensor normal : inputs.subnormalResults().orElseThrow().values()) {
      assertThat(Arrays.stream(normal.toDoubles()).map(Math::abs).average().orElse(0))
          .isGreaterThan(Float.MIN_NORMAL);
    }
    assertThat(HardInputs.of(Workloads.parse("memory/copy,kib=64").program(Precision.F32), 7))
        .isEmpty();
  }
}
