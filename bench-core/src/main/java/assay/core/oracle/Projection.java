package assay.core.oracle;

import assay.core.program.HostTensor;
import java.util.random.RandomGenerator;

/**
 * One product C = α·A·B + β·C₀ as a matrix whose rows can be projected: the view that Freivalds'
 * check needs. For convolutions the columns are output channels (forward), input channels (backward
 * input) or filters (backward filter), and A·B stands for the sum over the rest.
 */
public interface Projection {
  /** Number of rows. */
  int rows();

  /** Number of columns, the dimension that is projected. */
  int columns();

  /** Terms in each element's sum. */
  long terms();

  /** α. */
  double alpha();

  /** A·(B·z) per row, without α. */
  double[] projected(double[] z);

  /** Σⱼ Σₗ aᵢₗ²·bₗⱼ² per row i: the sum over the columns of the squares of all products. */
  double[] squares();

  /** The addend of a row, β·C₀, or an empty array. */
  double[] addend(int row);

  /** Reads row {@code row} of {@code result}, which has the layout of C. */
  double[] row(HostTensor result, int row);

  /** Row-major index of an element in C. */
  long index(int row, int column);

  /** Σ of the products of one element and of their magnitudes, as {sum, magnitude}. */
  double[] element(int row, int column);

  /** A vector of ±1. */
  static double[] signs(int length, RandomGenerator random) {
    double[] z = new double[length];
    for (int i = 0; i < length; i++) {
      z[i] = random.nextBoolean() ? 1 : -1;
    }
    return z;
  }
}
