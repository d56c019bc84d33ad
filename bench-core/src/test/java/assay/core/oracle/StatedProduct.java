package assay.core.oracle;

import assay.core.program.DataType;
import assay.core.program.HostTensor;
import assay.core.program.Shape;
import assay.core.program.Tensor;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A product of which a test states everything: its elements, the sums of its squares, and by how
 * much each row's projection is off. It notes which elements were computed and with which vectors
 * rows were projected.
 *
 * @param elements A·B
 * @param off what is added to each row's projection
 * @param magnitude Σ of the magnitudes of one element's products
 */
record StatedProduct(
    double[][] elements,
    long terms,
    double alpha,
    double[] squares,
    double[] off,
    double magnitude,
    double addend,
    Queue<double[]> vectors,
    Queue<int[]> computed)
    implements Projection {

  /** Elements of 1 whose squares sum to 1 each, projected rightly, and no addend. */
  static StatedProduct ones(int rows, int columns, long terms) {
    double[][] elements = new double[rows][columns];
    for (double[] row : elements) {
      Arrays.fill(row, 1);
    }
    double[] squares = new double[rows];
    Arrays.fill(squares, columns);
    return new StatedProduct(
        elements,
        terms,
        1,
        squares,
        new double[rows],
        1,
        0,
        new ConcurrentLinkedQueue<>(),
        new ConcurrentLinkedQueue<>());
  }

  StatedProduct withAlpha(double newAlpha) {
    return new StatedProduct(
        elements, terms, newAlpha, squares, off, magnitude, addend, vectors, computed);
  }

  StatedProduct withAddend(double newAddend) {
    return new StatedProduct(
        elements, terms, alpha, squares, off, magnitude, newAddend, vectors, computed);
  }

  StatedProduct withMagnitude(double newMagnitude) {
    return new StatedProduct(
        elements, terms, alpha, squares, off, newMagnitude, addend, vectors, computed);
  }

  StatedProduct scaled(double factor) {
    for (double[] row : elements) {
      Arrays.setAll(row, j -> row[j] * factor);
    }
    Arrays.setAll(squares, i -> squares[i] * factor * factor);
    return this;
  }

  StatedProduct off(int row, double by) {
    off[row] = by;
    return this;
  }

  /** α·A·B + addend in {@code type}. */
  HostTensor result(DataType type) {
    HostTensor host = HostTensor.allocate(new Tensor("c", Shape.of(rows(), columns()), type));
    for (int i = 0; i < rows(); i++) {
      for (int j = 0; j < columns(); j++) {
        host.set(index(i, j), alpha * elements[i][j] + addend);
      }
    }
    return host;
  }

  @Override
  public int rows() {
    return elements.length;
  }

  @Override
  public int columns() {
    return elements[0].length;
  }

  @Override
  public double[] projected(double[] z) {
    vectors.add(z.clone());
    double[] out = off.clone();
    for (int i = 0; i < out.length; i++) {
      for (int j = 0; j < z.length; j++) {
        out[i] += z[j] * elements[i][j];
      }
    }
    return out;
  }

  @Override
  public double[] addend(int row) {
    double[] values = new double[addend == 0 ? 0 : columns()];
    Arrays.fill(values, addend);
    return values;
  }

  @Override
  public double[] row(HostTensor result, int row) {
    double[] values = new double[columns()];
    Arrays.setAll(values, j -> result.get(index(row, j)));
    return values;
  }

  @Override
  public long index(int row, int column) {
    return (long) row * columns() + column;
  }

  @Override
  public double[] element(int row, int column) {
    computed.add(new int[] {row, column});
    return new double[] {elements[row][column], magnitude};
  }
}
