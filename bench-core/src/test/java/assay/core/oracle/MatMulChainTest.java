package assay.core.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import assay.core.conformance.RandomPrograms;
import assay.core.program.DataType;
import assay.core.program.HostTensor;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.ProgramBuilder;
import assay.core.program.ProgramException;
import assay.core.program.Shape;
import assay.core.program.Tensor;
import assay.core.program.op.MatMulChain;
import assay.core.spi.Executable;
import assay.core.spi.Target;
import assay.core.testing.NaiveTarget;
import assay.core.workload.Workload;
import assay.core.workload.Workloads;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The ceiling of matrix units is quoted only for chains of which no product is missing. */
class MatMulChainTest {
  private static final long SEED = 11;

  private static Workload.Kernel peak(long tiles, long steps) {
    return (Workload.Kernel)
        Workloads.parse("peak/matrix,tiles=%d,steps=%d".formatted(tiles, steps));
  }

  private static HostTensor computed(
      Program program, Precision precision, Map<Tensor, HostTensor> given) {
    try (Executable run = new NaiveTarget().compile(program, precision, new Target.Options(1))) {
      given.values().forEach(run::write);
      run.execute();
      return run.read(program.outputs().getFirst());
    }
  }

  private static Verdict verdict(
      Program program, Precision precision, Map<Tensor, HostTensor> given, HostTensor result) {
    Tensor out = program.outputs().getFirst();
    HostTensor named = HostTensor.allocate(out);
    for (long i = 0; i < named.elements(); i++) {
      named.set(i, result.get(i));
    }
    return Verifier.verify(program, precision, given, Map.of(out, named), SEED);
  }

  @ParameterizedTest
  @EnumSource
  void theWorkloadsSumsAreExact(Precision precision) {
    for (long steps : new long[] {1, 2, 4095, 4096}) {
      Workload.Kernel workload = peak(2, steps);
      Program program = workload.program(precision);
      Map<Tensor, HostTensor> given = workload.inputs(program, SEED);
      HostTensor result = computed(program, precision, given);
      Verdict right = verdict(program, precision, given, result);
      assertThat(right.passed()).as(right.message()).isTrue();
      result.set(77, result.get(77) + 1);
      assertThat(verdict(program, precision, given, result).passed()).isFalse();
    }
  }

  /** One step less leaves out a product, two leave out a pair that nearly cancels itself. */
  @ParameterizedTest
  @EnumSource
  void productsThatAreLeftOutAreSeen(Precision precision) {
    Workload.Kernel workload = peak(1, 2048);
    Program program = workload.program(precision);
    Map<Tensor, HostTensor> given = workload.inputs(program, SEED);
    for (long missing : new long[] {1, 2}) {
      Program shorter = peak(1, 2048 - missing).program(precision);
      HostTensor result = computed(shorter, precision, given);
      assertThat(verdict(program, precision, given, result).passed()).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void otherValuesAreBounded(Precision precision) {
    Program program = peak(3, 33).program(precision);
    Map<Tensor, HostTensor> given = RandomPrograms.values(program, SEED);
    HostTensor result = computed(program, precision, given);
    Verdict right = verdict(program, precision, given, result);
    assertThat(right.passed()).as(right.message()).isTrue();
    result.set(5, result.get(5) + 100);
    assertThat(verdict(program, precision, given, result).passed()).isFalse();
  }

  /** So many tiles that they are checked one at a time. */
  @Test
  void manyTilesAreCheckedToTheLast() {
    Workload.Kernel workload = peak(8000, 3);
    Program program = workload.program(Precision.BF16);
    Map<Tensor, HostTensor> given = workload.inputs(program, SEED);
    HostTensor result = computed(program, Precision.BF16, given);
    Verdict right = verdict(program, Precision.BF16, given, result);
    assertThat(right.passed()).as(right.message()).isTrue();
    assertThat(right.check()).isEqualTo("streamed");
    assertThat(right.checked()).isEqualTo(8000 * 16 * 8);
    long last = result.elements() - 1;
    result.set(last, result.get(last) - 1);
    assertThat(verdict(program, Precision.BF16, given, result).message()).contains("7999, 15, 7");
  }

  @Test
  void shapesAndTypesAreChecked() {
    ProgramBuilder p = Program.builder("chain");
    Tensor a = p.input("a", Shape.of(3, 16, 4), DataType.BF16);
    Tensor b = p.input("b", Shape.of(2, 5, 8), DataType.BF16);
    assertThatThrownBy(() -> p.matMulChain(a, b, 1, DataType.F32))
        .isInstanceOf(ProgramException.class)
        .hasMessageContaining("a (tiles, m, k), b (2, k, n)");
    Tensor fits = p.input("fits", Shape.of(2, 4, 8), DataType.BF16);
    assertThatThrownBy(() -> p.matMulChain(a, fits, 1, DataType.S32))
        .isInstanceOf(ProgramException.class)
        .hasMessageContaining("sums of at least 32 bits");
    assertThatThrownBy(() -> p.matMulChain(a, fits, 0, DataType.F32))
        .isInstanceOf(ProgramException.class)
        .hasMessageContaining("at least one step");
    Tensor out = new Tensor("out", Shape.of(3, 16, 8), DataType.F32);
    assertThat(new MatMulChain(a, fits, out, 5).flops()).isEqualTo(2L * 3 * 16 * 8 * 4 * 5);
  }
}
