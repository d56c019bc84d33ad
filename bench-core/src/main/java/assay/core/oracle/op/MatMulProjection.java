package assay.core.oracle.op;

import assay.core.oracle.Projection;
import assay.core.program.HostTensor;
import assay.core.program.Tensor;
import assay.core.program.op.MatMul;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Rows of all products in a batch, in order; B is projected first, row by row. */
final class MatMulProjection implements Projection {
  private final MatMul op;
  private final MatrixExtents x;
  private final HostTensor a;
  private final HostTensor b;
  private final Optional<HostTensor> c;

  MatMulProjection(MatMul op, Map<Tensor, HostTensor> given) {
    this.op = op;
    this.x = MatrixExtents.of(op);
    this.a = Rule.operand(given, op.a());
    this.b = Rule.operand(given, op.b());
    this.c = op.c().map(tensor -> Rule.operand(given, tensor));
  }

  @Override
  public int rows() {
    return x.batch() * x.m();
  }

  @Override
  public int columns() {
    return x.n();
  }

  @Override
  public long terms() {
    return x.k();
  }

  @Override
  public double alpha() {
    return op.alpha();
  }

  @Override
  public double[] projected(double[] z) {
    return contract(z, false);
  }

  @Override
  public double[] squares() {
    return contract(null, true);
  }

  /** op(A)·(op(B)·z), or with squared elements and z = 1. */
  private double[] contract(double @Nullable [] z, boolean squared) {
    double[] out = new double[rows()];
    for (int batch = 0; batch < x.batch(); batch++) {
      long bBase = (long) batch * x.k() * x.n();
      double[] inner = product(b, bBase, x.k(), x.n(), x.transposeB(), z, squared);
      long aBase = (long) batch * x.m() * x.k();
      double[] outer = product(a, aBase, x.m(), x.k(), x.transposeA(), inner, squared);
      System.arraycopy(outer, 0, out, batch * x.m(), x.m());
    }
    return out;
  }

  /** op(M)·v for op(M) (rows,columns) stored at {@code base}; a null v stands for ones. */
  private static double[] product(
      HostTensor matrix,
      long base,
      int rows,
      int columns,
      boolean transposed,
      double @Nullable [] v,
      boolean squared) {
    double[] out = new double[rows];
    if (!transposed) {
      IntStream.range(0, rows)
          .parallel()
          .forEach(i -> {
            double[] row = Slices.read(matrix, base + (long) i * columns, columns);
            double sum = 0;
            for (int j = 0; j < columns; j++) {
              double value = squared ? row[j] * row[j] : row[j];
              sum += v == null ? value : value * v[j];
            }
            out[i] = sum;
          });
      return out;
    }
    double[] row = new double[rows];
    for (int j = 0; j < columns; j++) {
      Slices.read(matrix, base + (long) j * rows, rows, row);
      double factor = v == null ? 1 : v[j];
      for (int i = 0; i < rows; i++) {
        out[i] += (squared ? row[i] * row[i] : row[i]) * factor;
      }
    }
    return out;
  }

  @Override
  public double[] addend(int row) {
    double[] values = c.map(host -> row(host, row)).orElseGet(() -> new double[0]);
    for (int j = 0; j < values.length; j++) {
      values[j] *= op.beta();
    }
    return values;
  }

  @Override
  public double[] row(HostTensor result, int row) {
    return Slices.read(result, (long) row * x.n(), x.n());
  }

  @Override
  public long index(int row, int column) {
    return (long) row * x.n() + column;
  }

  @Override
  public double[] element(int row, int column) {
    long batch = row / x.m();
    long i = row % x.m();
    double sum = 0;
    double magnitude = 0;
    for (int l = 0; l < x.k(); l++) {
      long atA = batch * x.m() * x.k() + (x.transposeA() ? l * (long) x.m() + i : i * x.k() + l);
      long atB =
          batch * x.k() * x.n()
              + (x.transposeB() ? column * (long) x.k() + l : l * (long) x.n() + column);
      double product = a.get(atA) * b.get(atB);
      sum += product;
      magnitude += Math.abs(product);
    }
    return new double[] {sum, magnitude};
  }
}
