package assay.core.oracle.op;

import assay.core.program.HostTensor;
import assay.core.program.Tensor;
import assay.core.program.op.Conv2d;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Rows are output positions, columns filters: Σₖ zₖ·w[k,…] is a convolution with one filter. */
final class ForwardProjection extends ConvProjection {
  private final HostTensor x;
  private final HostTensor w;

  ForwardProjection(Conv2d op, Map<Tensor, HostTensor> given) {
    super(ConvExtents.of(op));
    x = Rule.operand(given, op.x());
    w = Rule.operand(given, op.w());
  }

  @Override
  public int rows() {
    return g.n() * g.p() * g.q();
  }

  @Override
  public int columns() {
    return g.k();
  }

  @Override
  public long terms() {
    return g.taps();
  }

  @Override
  double[] contract(double @Nullable [] z) {
    double[] filter = new double[g.taps()];
    for (int k = 0; k < g.k(); k++) {
      double[] one = Slices.read(w, (long) k * g.taps(), g.taps());
      for (int i = 0; i < filter.length; i++) {
        filter[i] += z == null ? one[i] * one[i] : one[i] * z[k];
      }
    }
    double[] out = new double[rows()];
    int image = g.h() * g.w() * g.c();
    IntStream.range(0, g.n())
        .parallel()
        .forEach(n -> image(Slices.read(x, (long) n * image, image), n, filter, z == null, out));
    return out;
  }

  private void image(double[] values, int n, double[] filter, boolean squared, double[] out) {
    if (squared) {
      square(values);
    }
    for (int at = 0; at < g.p() * g.q(); at++) {
      double sum = 0;
      for (int tap = 0; tap < g.r() * g.s(); tap++) {
        int from = g.inputAt(0, at / g.q(), at % g.q(), tap);
        for (int c = 0; from >= 0 && c < g.c(); c++) {
          sum += values[from + c] * filter[tap * g.c() + c];
        }
      }
      out[n * g.p() * g.q() + at] = sum;
    }
  }

  @Override
  public double[] row(HostTensor result, int row) {
    return Slices.read(result, (long) row * g.k(), g.k());
  }

  @Override
  public long index(int row, int column) {
    return (long) row * g.k() + column;
  }

  @Override
  public double[] element(int row, int column) {
    double sum = 0;
    double magnitude = 0;
    int position = row % (g.p() * g.q());
    long base = (long) (row / (g.p() * g.q())) * g.h() * g.w() * g.c();
    for (int tap = 0; tap < g.r() * g.s(); tap++) {
      int from = g.inputAt(0, position / g.q(), position % g.q(), tap);
      for (int c = 0; from >= 0 && c < g.c(); c++) {
        long weight = (long) column * g.taps() + (long) tap * g.c() + c;
        double product = x.get(base + from + c) * w.get(weight);
        sum += product;
        magnitude += Math.abs(product);
      }
    }
    return new double[] {sum, magnitude};
  }
}
