package assay.core.oracle.op;

import assay.core.program.HostTensor;
import assay.core.program.Tensor;
import assay.core.program.op.Conv2dBackwardInput;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Rows are input positions, columns input channels: w is projected over its channels. */
final class InputProjection extends ConvProjection {
  private final HostTensor dy;
  private final HostTensor w;

  InputProjection(Conv2dBackwardInput op, Map<Tensor, HostTensor> given) {
    super(ConvExtents.of(op));
    dy = Rule.operand(given, op.dy());
    w = Rule.operand(given, op.w());
  }

  @Override
  public int rows() {
    return g.n() * g.h() * g.w();
  }

  @Override
  public int columns() {
    return g.c();
  }

  @Override
  public long terms() {
    return (long) g.k() * g.r() * g.s();
  }

  @Override
  double[] contract(double @Nullable [] z) {
    // (R·S,K), so that the sum over filters runs along both operands.
    double[] taps = new double[g.r() * g.s() * g.k()];
    for (int k = 0; k < g.k(); k++) {
      double[] one = Slices.read(w, (long) k * g.taps(), g.taps());
      for (int i = 0; i < one.length; i++) {
        taps[i / g.c() * g.k() + k] += z == null ? one[i] * one[i] : one[i] * z[i % g.c()];
      }
    }
    double[] out = new double[rows()];
    int image = g.p() * g.q() * g.k();
    IntStream.range(0, g.n())
        .parallel()
        .forEach(n -> image(Slices.read(dy, (long) n * image, image), n, taps, z == null, out));
    return out;
  }

  private void image(double[] values, int n, double[] taps, boolean squared, double[] out) {
    if (squared) {
      square(values);
    }
    for (int at = 0; at < g.p() * g.q(); at++) {
      for (int tap = 0; tap < g.r() * g.s(); tap++) {
        int to = g.inputAt(0, at / g.q(), at % g.q(), tap);
        double sum = 0;
        for (int k = 0; to >= 0 && k < g.k(); k++) {
          sum += values[at * g.k() + k] * taps[tap * g.k() + k];
        }
        if (to >= 0) {
          out[n * g.h() * g.w() + to / g.c()] += sum;
        }
      }
    }
  }

  @Override
  public double[] row(HostTensor result, int row) {
    return Slices.read(result, (long) row * g.c(), g.c());
  }

  @Override
  public long index(int row, int column) {
    return (long) row * g.c() + column;
  }

  @Override
  public double[] element(int row, int column) {
    double sum = 0;
    double magnitude = 0;
    int position = row % (g.h() * g.w());
    long base = (long) (row / (g.h() * g.w())) * g.p() * g.q() * g.k();
    for (int tap = 0; tap < g.r() * g.s(); tap++) {
      int from = g.outputAt(position / g.w(), position % g.w(), tap);
      for (int k = 0; from >= 0 && k < g.k(); k++) {
        long weight = (long) k * g.taps() + (long) tap * g.c() + column;
        double product = dy.get(base + (long) from * g.k() + k) * w.get(weight);
        sum += product;
        magnitude += Math.abs(product);
      }
    }
    return new double[] {sum, magnitude};
  }
}
