package assay.cpu.scalar;

import assay.core.program.op.MatMul;
import assay.cpu.IndexedTask;
import assay.cpu.Memory;
import assay.cpu.Ranges;
import assay.cpu.Workers;
import org.jspecify.annotations.Nullable;

/** out = α·op(a)·op(b) + β·c. */
@SuppressWarnings("cast") // The casts are redundant in double precision.
final class FloatMatMul {
  /** With fewer columns the innermost loop is too short, so the transpose is computed instead. */
  private static final int NARROW = 32;

  private static final int MIN_ROWS = 16;
  private static final long MIN_FLOPS = 1 << 18;

  private final int m;
  private final int n;
  private final int k;
  private final float alpha;
  private final float beta;
  private final float @Nullable [] c;
  private final float[] out;
  private final Matrix a;
  private final Matrix b;

  /** A matrix in an array: element (i, j) of batch z at z·batch + i·row + j·column. */
  @SuppressWarnings("ArrayRecordComponent") // A view of an array that others own.
  private record Matrix(float[] data, int batch, int row, int column) {
    Matrix transposed() {
      return new Matrix(data, batch, column, row);
    }
  }

  private FloatMatMul(MatMul op, Memory memory) {
    m = (int) op.m();
    n = (int) op.n();
    k = (int) op.k();
    alpha = (float) op.alpha();
    beta = (float) op.beta();
    c = op.c().isPresent() ? memory.floats(op.c().get()) : null;
    out = memory.floats(op.out());
    a = matrix(memory.floats(op.a()), m, k, op.transposeA());
    b = matrix(memory.floats(op.b()), k, n, op.transposeB());
  }

  private static Matrix matrix(float[] data, int rows, int columns, boolean transposed) {
    return transposed
        ? new Matrix(data, rows * columns, 1, rows)
        : new Matrix(data, rows * columns, columns, 1);
  }

  static Runnable kernel(MatMul op, Memory memory, Workers workers) {
    FloatMatMul product = new FloatMatMul(op, memory);
    boolean swap = product.n < NARROW && product.n < product.m;
    return product.kernel((int) op.batch(), swap, memory, workers);
  }

  private Runnable kernel(int batch, boolean swap, Memory memory, Workers workers) {
    int rows = swap ? n : m;
    int columns = swap ? m : n;
    int columnParts = (columns - 1) / FloatProduct.NC + 1;
    long wanted = Math.min(4L * workers.count(), Math.max(1, 2L * batch * m * n * k / MIN_FLOPS));
    int rowParts =
        (int) Math.clamp(wanted / ((long) batch * columnParts), 1, Math.max(1, rows / MIN_ROWS));
    FloatProduct[] team = FloatProduct.team(memory, workers);
    IndexedTask task =
        (worker, index) -> {
          int row = index % rowParts;
          int column = index / rowParts % columnParts;
          int z = index / rowParts / columnParts;
          team[worker].run(
              aPanel(swap ? b.transposed() : a, z),
              bPanel(swap ? a.transposed() : b, z),
              sink(z, swap),
              Ranges.start(rows, rowParts, row),
              Ranges.start(rows, rowParts, row + 1),
              Ranges.start(columns, columnParts, column),
              Ranges.start(columns, columnParts, column + 1),
              0,
              k);
        };
    int tasks = Math.multiplyExact(Math.multiplyExact(batch, columnParts), rowParts);
    return () -> workers.parallelFor(tasks, task);
  }

  private static FloatAPanel aPanel(Matrix matrix, int z) {
    return dense(matrix.data, z * matrix.batch, matrix.row, matrix.column);
  }

  /** The A panel at {@code base} in {@code data}. */
  static FloatAPanel dense(float[] data, int base, int rowStride, int depthStride) {
    return new FloatAPanel() {
      @Override
      public boolean byDepth() {
        return rowStride == 1;
      }

      @Override
      public void pack(int row, int rows, int k, int depth, float[] to) {
        int at = base + row * rowStride + k * depthStride;
        if (rowStride == 1) {
          for (int p = 0; p < depth; p++) {
            System.arraycopy(data, at + p * depthStride, to, p * rows, rows);
          }
        } else {
          for (int i = 0; i < rows; i++) {
            strided(data, at + i * rowStride, depthStride, depth, to, i * depth);
          }
        }
      }
    };
  }

  static void strided(float[] from, int at, int stride, int count, float[] to, int toAt) {
    if (stride == 1) {
      System.arraycopy(from, at, to, toAt, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      to[toAt + i] = from[at + i * stride];
    }
  }

  private static FloatBPanel bPanel(Matrix matrix, int z) {
    int base = z * matrix.batch;
    return (row, column, columns, to) ->
        strided(
            matrix.data,
            base + row * matrix.row + column * matrix.column,
            matrix.column,
            columns,
            to,
            0);
  }

  private FloatSink sink(int z, boolean swap) {
    int base = z * m * n;
    int rowStride = swap ? 1 : n;
    int columnStride = swap ? n : 1;
    return (row, column, columns, sums, first) -> {
      int at = base + row * rowStride + column * columnStride;
      for (int j = 0; j < columns; j++, at += columnStride) {
        float product = alpha * sums[j];
        if (!first) {
          out[at] += product;
        } else if (c == null) {
          out[at] = product;
        } else {
          out[at] = product + beta * c[at];
        }
      }
    };
  }
}
