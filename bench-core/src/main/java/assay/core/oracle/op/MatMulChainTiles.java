package assay.core.oracle.op;

import assay.core.oracle.ErrorModel;
import assay.core.program.Tensor;
import assay.core.program.op.MatMulChain;
import java.util.Arrays;

/**
 * A chain of matrix products in closed form, tile by tile: with p steps on the first right operand
 * and q on the second the sum is p·A·B₀ + q·A·B₁.
 *
 * <p>If all operands are integers that enter the product unrounded, and every partial sum is an
 * integer that the sum's type represents exactly, the result is exact in any arithmetic: after any
 * step the sum is at most p·|A·(B₀ + B₁)| + |A|·(|B₀| + |B₁|), the sum of complete pairs of steps
 * plus the parts of one pair. Otherwise the bound is that of a sum of steps·k products, see {@link
 * ErrorModel}.
 */
final class MatMulChainTiles {
  /** Rounding a multiplicand, or truncating it with twice the error, on both sides of a product. */
  private static final int MULTIPLICANDS = 4;

  private final MatMulChain op;
  private final ErrorModel model;
  private final double[] b;
  private final double[] boundsOfB;
  private final int k;
  private final int n;

  MatMulChainTiles(MatMulChain op, ErrorModel model, double[] b, double[] boundsOfB) {
    this.op = op;
    this.model = model;
    this.b = b;
    this.boundsOfB = boundsOfB;
    this.k = Math.toIntExact(op.k());
    this.n = Math.toIntExact(op.n());
  }

  /** Values and bounds of one tile, (m, n). */
  @SuppressWarnings("ArrayRecordComponent") // Filled in place, never compared.
  record Tile(double[] values, double[] bounds) {}

  Tile tile(double[] a, double[] boundsOfA) {
    int m = a.length / k;
    Tile tile = new Tile(new double[m * n], new double[m * n]);
    boolean integers = enterUnrounded(a) && enterUnrounded(b) && allZero(boundsOfA);
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        element(a, boundsOfA, i, j, integers && allZero(boundsOfB), tile);
      }
    }
    return tile;
  }

  private void element(
      double[] a, double[] boundsOfA, int row, int column, boolean integers, Tile tile) {
    long second = op.steps() / 2;
    long first = op.steps() - second;
    double[] sums = new double[2];
    double[] magnitudes = new double[2];
    double carried = 0;
    for (int l = 0; l < k; l++) {
      double x = a[row * k + l];
      double ex = boundsOfA[row * k + l];
      for (int side = 0; side < 2; side++) {
        int at = (side * k + l) * n + column;
        sums[side] += x * b[at];
        magnitudes[side] += Math.abs(x * b[at]);
        double error = ex * (Math.abs(b[at]) + boundsOfB[at]) + Math.abs(x) * boundsOfB[at];
        carried += (side == 0 ? first : second) * error;
      }
    }
    double value = first * sums[0] + second * sums[1];
    double largest = first * Math.abs(sums[0] + sums[1]) + magnitudes[0] + magnitudes[1];
    double terms = first * magnitudes[0] + second * magnitudes[1];
    boolean exact = integers && largest <= maxExact(op.out());
    double rounding =
        model.gamma(op.a().type(), op.steps() * op.k(), op.out().elements())
            + MULTIPLICANDS * model.multiplicand(op.a().type());
    int at = row * n + column;
    tile.values[at] = value;
    tile.bounds[at] =
        exact ? 0 : ErrorModel.stored(op.out().type(), value, carried + rounding * terms);
  }

  /** Whether all are integers that fit the significand of a multiplicand. */
  private boolean enterUnrounded(double[] values) {
    double roundoff = model.multiplicand(op.a().type());
    double max = roundoff == 0 ? Double.MAX_VALUE : 1 / roundoff;
    return Arrays.stream(values).allMatch(v -> v == Math.rint(v) && Math.abs(v) <= max);
  }

  private static boolean allZero(double[] bounds) {
    return Arrays.stream(bounds).allMatch(e -> e == 0);
  }

  /** Up to this magnitude the tensor's type represents every integer. */
  private static double maxExact(Tensor tensor) {
    return tensor.type().isFloating() ? 1 / tensor.type().unitRoundoff() : Integer.MAX_VALUE;
  }
}
