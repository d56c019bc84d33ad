package assay.cpu.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.api.Assumptions.abort;

import assay.core.availability.Availability;
import assay.core.oracle.Verdict;
import assay.core.oracle.Verifier;
import assay.core.program.DataType;
import assay.core.program.HostTensor;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.ProgramBuilder;
import assay.core.program.Shape;
import assay.core.program.Tensor;
import assay.core.spi.Executable;
import assay.core.spi.Target;
import assay.core.spi.UnsupportedProgramException;
import assay.core.workload.Workload;
import assay.core.workload.Workloads;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Products and convolutions in the narrow precisions, each element against the oracle. */
class OneDnnProductsTest {
  private final OneDnnTarget target = new OneDnnTarget();

  @BeforeEach
  void requireLibrary() {
    assumeThat(target.probe()).isInstanceOf(Availability.Available.class);
  }

  private Executable compiled(Program program, Precision precision, int threads) {
    try {
      return target.compile(program, precision, new Target.Options(threads));
    } catch (UnsupportedProgramException e) {
      assertThat(e.getMessage()).contains(precision.id()).contains("unimplemented");
      return abort(String.valueOf(e.getMessage()));
    }
  }

  private void verify(String id, Precision precision) {
    Workload.Kernel kernel = (Workload.Kernel) Workloads.parse(id);
    Program program = kernel.program(precision);
    Map<Tensor, HostTensor> inputs = kernel.inputs(program, 11);
    for (int threads : new int[] {1, 2}) {
      try (Executable run = compiled(program, precision, threads)) {
        inputs.values().forEach(run::write);
        program.outputs().forEach(t -> run.write(HostTensor.allocate(t).poison()));
        run.execute();
        Map<Tensor, HostTensor> results = new HashMap<>();
        program.outputs().forEach(t -> results.put(t, run.read(t)));
        Verdict verdict = Verifier.verify(program, precision, inputs, results, 5);
        assertThat(verdict.passed()).as("%s: %s", run.engine(), verdict.message()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gemm/m=37,n=29,k=65",
        "gemm/m=128,n=96,k=64",
        "gemm/m=1,n=301,k=257",
        "gemm/m=257,n=1,k=31",
        "gemm/m=3,n=5,k=1",
        "gemm/m=65,n=33,k=129,ta=1",
        "gemm/m=65,n=33,k=129,tb=1",
        "gemm/m=65,n=33,k=129,ta=1,tb=1"
      })
  void products(String id) {
    verify(id, Precision.F32);
    verify(id, Precision.BF16);
    verify(id, Precision.S8);
  }

  /** Few processors have arithmetic for it. */
  @ParameterizedTest
  @CsvSource({"gemm/m=37", "gemm/m=128"})
  void halfPrecision(String rows) {
    verify(rows + ",n=29,k=65", Precision.F16);
  }

  @ParameterizedTest
  @CsvSource({"F32", "BF16"})
  void scaledProducts(Precision precision) {
    verify("gemm/m=65,n=33,k=129,alpha=3,beta=-2", precision);
    verify("gemm/m=65,n=33,k=129,alpha=0.5", precision);
    verify("gemm/m=65,n=33,k=129,beta=1,tb=1", precision);
  }

  @Test
  void integersAreNotScaled() {
    Workload.Kernel kernel = (Workload.Kernel) Workloads.parse("gemm/m=8,n=8,k=8,alpha=2");
    assertThat(target.unsupported(kernel.program(Precision.S8), Precision.S8))
        .hasValueSatisfying(u -> assertThat(u.reason()).contains("α must be 1"));
  }

  @ParameterizedTest
  @CsvSource({"forward", "backward-input", "backward-filter"})
  void convolutions(String direction) {
    for (String shape :
        new String[] {
          "n=2,c=3,h=13,w=11,k=5,r=3,s=3,pad=1",
          "n=2,c=16,h=14,w=14,k=32,r=1,s=1",
          "n=1,c=1,h=17,w=9,k=8,r=5,s=5,pad=2,stride=2",
          "n=3,c=17,h=8,w=10,k=9,r=3,s=2,stride=3"
        }) {
      String id = "conv/" + shape + (direction.equals("forward") ? "" : ",dir=" + direction);
      verify(id, Precision.F32);
      verify(id, Precision.BF16);
    }
  }

  /** What shares memory with an input would keep that of the set that was there first. */
  @Test
  void aReshapedInputIsThatOfTheSelectedSet() {
    ProgramBuilder p = Program.builder("reshaped");
    Tensor x = p.input("x", Shape.of(2, 6), DataType.F32);
    Tensor row = p.reshape(x, Shape.of(3, 4));
    Program program =
        p.output(p.relu(row)).output(p.biasGrad(p.reshape(x, Shape.of(1, 12)))).build();
    try (Executable run = target.compile(program, Precision.F32, new Target.Options(1, 2))) {
      for (int set = 0; set < 2; set++) {
        run.select(set);
        run.write(HostTensor.of(x, 1 + set, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12));
      }
      for (int set : new int[] {0, 1, 0}) {
        run.select(set);
        run.execute();
        for (Tensor result : program.outputs()) {
          assertThat(run.read(result).get(0)).as("%s, set %d", result, set).isEqualTo(1 + set);
        }
      }
    }
  }

  @Test
  void theEngineNamesVersionInstructionsAndImplementations() {
    Program program =
        ((Workload.Kernel) Workloads.parse("gemm/m=64,n=64,k=64")).program(Precision.F32);
    try (Executable run = compiled(program, Precision.F32, 2)) {
      assertThat(run.engine()).matches("oneDNN \\d+\\.\\d+\\.\\d+, \\w+, 2 threads, .*matmul.*");
      assertThat(run.parts()).isInstanceOf(Availability.Available.class);
    }
  }
}
