package assay.core.oracle.op;

import assay.core.oracle.Projection;
import org.jspecify.annotations.Nullable;

/** Common base of the projections of the three convolution directions: α = 1 and no addend. */
abstract class ConvProjection implements Projection {
  /** The extents of the convolution. */
  final ConvExtents g;

  ConvProjection(ConvExtents g) {
    this.g = g;
  }

  /** Projects with {@code z}; without it, sums squares. */
  abstract double[] contract(double @Nullable [] z);

  @Override
  public final double[] projected(double[] z) {
    return contract(z);
  }

  @Override
  public final double[] squares() {
    return contract(null);
  }

  @Override
  public final double alpha() {
    return 1;
  }

  @Override
  public final double[] addend(int row) {
    return new double[0];
  }

  static void square(double[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] *= values[i];
    }
  }
}
