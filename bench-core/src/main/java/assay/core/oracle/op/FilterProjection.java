package assay.core.oracle.op;

import assay.core.program.HostTensor;
import assay.core.program.Tensor;
import assay.core.program.op.Conv2dBackwardFilter;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Rows are the weights of one filter, columns filters: dy is projected over its channels. */
final class FilterProjection extends ConvProjection {
  private final HostTensor x;
  private final HostTensor dy;

  FilterProjection(Conv2dBackwardFilter op, Map<Tensor, HostTensor> given) {
    super(ConvExtents.of(op));
    x = Rule.operand(given, op.x());
    dy = Rule.operand(given, op.dy());
  }

  @Override
  public int rows() {
    return g.taps();
  }

  @Override
  public int columns() {
    return g.k();
  }

  @Override
  public long terms() {
    return (long) g.n() * g.p() * g.q();
  }

  @Override
  double[] contract(double @Nullable [] z) {
    return IntStream.range(0, g.n())
        .parallel()
        .mapToObj(n -> image(n, z))
        .reduce(new double[rows()], FilterProjection::sum);
  }

  private static double[] sum(double[] a, double[] b) {
    double[] out = a.clone();
    for (int i = 0; i < out.length; i++) {
      out[i] += b[i];
    }
    return out;
  }

  private double[] image(int n, double @Nullable [] z) {
    int inputs = g.h() * g.w() * g.c();
    int outputs = g.p() * g.q() * g.k();
    double[] values = Slices.read(x, (long) n * inputs, inputs);
    double[] gradients = Slices.read(dy, (long) n * outputs, outputs);
    if (z == null) {
      square(values);
    }
    double[] out = new double[rows()];
    for (int at = 0; at < g.p() * g.q(); at++) {
      double factor = 0;
      for (int k = 0; k < g.k(); k++) {
        double d = gradients[at * g.k() + k];
        factor += z == null ? d * d : d * z[k];
      }
      for (int tap = 0; tap < g.r() * g.s(); tap++) {
        int from = g.inputAt(0, at / g.q(), at % g.q(), tap);
        for (int c = 0; from >= 0 && c < g.c(); c++) {
          out[tap * g.c() + c] += values[from + c] * factor;
        }
      }
    }
    return out;
  }

  @Override
  public double[] row(HostTensor result, int row) {
    double[] values = new double[g.k()];
    for (int k = 0; k < values.length; k++) {
      values[k] = result.get(index(row, k));
    }
    return values;
  }

  @Override
  public long index(int row, int column) {
    return (long) column * g.taps() + row;
  }

  @Override
  public double[] element(int row, int column) {
    double sum = 0;
    double magnitude = 0;
    int positions = g.p() * g.q();
    for (int at = 0; at < g.n() * positions; at++) {
      int position = at % positions;
      int from = g.inputAt(0, position / g.q(), position % g.q(), row / g.c());
      if (from >= 0) {
        long base = (long) (at / positions) * g.h() * g.w() * g.c();
        double product = x.get(base + from + row % g.c()) * dy.get((long) at * g.k() + column);
        sum += product;
        magnitude += Math.abs(product);
      }
    }
    return new double[] {sum, magnitude};
  }
}
