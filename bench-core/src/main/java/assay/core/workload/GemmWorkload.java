package assay.core.workload;

import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.ProgramBuilder;
import assay.core.program.Shape;
import assay.core.program.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * C (m×n) = α·op(A)·op(B) + β·C₀ with op(A) m×k and op(B) k×n, row-major; {@code batch} independent
 * products.
 *
 * @param transposeA A is stored k×m
 * @param transposeB B is stored n×k
 */
record GemmWorkload(
    long m,
    long n,
    long k,
    boolean transposeA,
    boolean transposeB,
    double alpha,
    double beta,
    long batch)
    implements Workload.Kernel {

  static GemmWorkload parse(WorkloadId id) {
    return new GemmWorkload(
        id.extent("m"),
        id.extent("n"),
        id.extent("k"),
        id.choice("ta", List.of("0", "1"), "0").equals("1"),
        id.choice("tb", List.of("0", "1"), "0").equals("1"),
        id.number("alpha", 1),
        id.number("beta", 0),
        id.extent("batch", 1));
  }

  @Override
  public String id() {
    return "gemm/m="
        + m
        + ",n="
        + n
        + ",k="
        + k
        + (transposeA ? ",ta=1" : "")
        + (transposeB ? ",tb=1" : "")
        + (alpha == 1 ? "" : ",alpha=" + alpha)
        + (beta == 0 ? "" : ",beta=" + beta)
        + (batch == 1 ? "" : ",batch=" + batch);
  }

  @Override
  public Timing timing() {
    return Timing.STEADY;
  }

  @Override
  public Program build(Precision precision) {
    ProgramBuilder p = Program.builder("gemm");
    Tensor a = p.input("a", transposeA ? matrix(k, m) : matrix(m, k), precision.input());
    Tensor b = p.input("b", transposeB ? matrix(n, k) : matrix(k, n), precision.input());
    Optional<Tensor> c =
        beta == 0 ? Optional.empty() : Optional.of(p.input("c", matrix(m, n), precision.output()));
    return p.output(p.matMul(a, b, c, alpha, beta, transposeA, transposeB, precision.output()))
        .build();
  }

  private Shape matrix(long rows, long columns) {
    return batch == 1 ? Shape.of(rows, columns) : Shape.of(batch, rows, columns);
  }
}
