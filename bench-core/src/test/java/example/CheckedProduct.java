package example;

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
import assay.core.workload.SeededValues;
import java.util.Map;

/** What every fork does, without the clock: a program, a target, and the oracle's verdict. */
public final class CheckedProduct {
  private CheckedProduct() {}

  /**
   * Computes C = A·B on a target and checks every element.
   *
   * @param m rows of C
   * @param n columns of C
   * @param k length of the sums
   * @param seed of A and B
   */
  public static Verdict run(Target target, long m, long n, long k, long seed) {
    // A program is typed operations over tensors. Shapes are checked here, once for all targets.
    ProgramBuilder builder = Program.builder("checked-product");
    Tensor a = builder.input("a", Shape.of(m, k), DataType.F64);
    Tensor b = builder.input("b", Shape.of(k, n), DataType.F64);
    Tensor c = builder.matMul(a, b, false, false);
    Program program = builder.output(c).build();

    // Full-entropy values: zeros or ramps would need less power than real data.
    Map<Tensor, HostTensor> given =
        Map.of(a, SeededValues.normal(a, seed), b, SeededValues.normal(b, seed + 1));

    try (Executable executable = target.compile(program, Precision.F64, new Target.Options(1))) {
      given.values().forEach(executable::write);
      executable.execute(); // In a fork this call, and nothing else, is timed.
      HostTensor result = executable.read(c);
      return Verifier.verify(program, Precision.F64, given, Map.of(c, result), seed);
    }
  }
}
