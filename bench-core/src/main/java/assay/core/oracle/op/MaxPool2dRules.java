package assay.core.oracle.op;

import assay.core.oracle.ErrorModel;
import assay.core.oracle.Evaluation;
import assay.core.oracle.ReferenceTensor;
import assay.core.program.Tensor;
import assay.core.program.op.MaxPool2d;
import assay.core.program.op.MaxPool2dGrad;

/** Maximum pooling and its gradient. */
final class MaxPool2dRules {
  private MaxPool2dRules() {}

  static void forward(MaxPool2d op, Evaluation e) {
    ConvExtents g = ConvExtents.pooling(op.x(), op.y(), op.window());
    double[] x = e.values(op.x());
    double[] errors = e.bounds(op.x());
    double[] values = new double[Math.toIntExact(op.y().elements())];
    double[] bounds = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      double best = Double.NEGATIVE_INFINITY;
      double low = best;
      double high = best;
      for (int tap = 0; tap < g.r() * g.s(); tap++) {
        int at = candidate(g, i, tap);
        if (at >= 0) {
          best = Math.max(best, x[at]);
          low = Math.max(low, x[at] - errors[at]);
          high = Math.max(high, x[at] + errors[at]);
        }
      }
      values[i] = best;
      // Monotone in every element: the maxima of the lower and of the upper bounds enclose it.
      bounds[i] = Math.max(high - best, best - low);
    }
    e.put(op.y(), values, bounds);
  }

  /**
   * Each dy goes to the largest element of its window. If the bounds leave open which one that is,
   * every candidate may be off by |dy|.
   */
  static void gradient(MaxPool2dGrad op, Evaluation e) {
    ConvExtents g = ConvExtents.pooling(op.x(), op.y(), op.window());
    ReferenceTensor x = e.get(op.x());
    ReferenceTensor dy = e.get(op.dy());
    double[] values = new double[x.values().length];
    double[] bounds = new double[values.length];
    double[] magnitudes = new double[values.length];
    for (int i = 0; i < dy.values().length; i++) {
      scatter(g, i, x, dy, values, bounds, magnitudes);
    }
    double u = ErrorModel.unit(op.dx().type()) * overlap(g);
    for (int i = 0; i < values.length; i++) {
      double bound = bounds[i] + u * magnitudes[i];
      bounds[i] = bound == 0 ? 0 : stored(op.dx(), values[i], bound);
    }
    e.put(op.dx(), values, bounds);
  }

  private static double stored(Tensor dx, double value, double bound) {
    return ErrorModel.stored(dx.type(), value, bound);
  }

  /** Number of additions per element: none if windows do not overlap. */
  private static int overlap(ConvExtents g) {
    boolean tiles = g.window().strideH() >= g.r() && g.window().strideW() >= g.s();
    return tiles ? 0 : g.r() * g.s();
  }

  private static void scatter(
      ConvExtents g,
      int i,
      ReferenceTensor x,
      ReferenceTensor dy,
      double[] values,
      double[] bounds,
      double[] magnitudes) {
    int best = -1;
    int surest = -1;
    for (int tap = 0; tap < g.r() * g.s(); tap++) {
      int at = candidate(g, i, tap);
      if (at >= 0) {
        best = best < 0 || x.values()[at] > x.values()[best] ? at : best;
        surest = surest < 0 || low(x, at) > low(x, surest) ? at : surest;
      }
    }
    boolean open = false;
    for (int tap = 0; tap < g.r() * g.s(); tap++) {
      int at = candidate(g, i, tap);
      if (at >= 0 && at != best && mayWin(x, at, best, surest)) {
        bounds[at] += Math.abs(dy.values()[i]) + dy.bounds()[i];
        magnitudes[at] += Math.abs(dy.values()[i]);
        open = true;
      }
    }
    values[best] += dy.values()[i];
    magnitudes[best] += Math.abs(dy.values()[i]);
    bounds[best] += dy.bounds()[i] + (open ? Math.abs(dy.values()[i]) : 0);
  }

  /** Exact ties go to the first element; if values in a tie are uncertain, any of them may win. */
  private static boolean mayWin(ReferenceTensor x, int at, int best, int surest) {
    double high = x.values()[at] + x.bounds()[at];
    double bar = low(x, surest);
    boolean exact = x.bounds()[at] == 0 && x.bounds()[best] == 0 && x.bounds()[surest] == 0;
    return high > bar || (high == bar && !exact);
  }

  private static double low(ReferenceTensor x, int at) {
    return x.values()[at] - x.bounds()[at];
  }

  /** Index in x of a tap of output element {@code i}, or -1 in the padding. */
  private static int candidate(ConvExtents g, int i, int tap) {
    int channel = i % g.c();
    int position = i / g.c();
    int at = g.inputAt(position / (g.p() * g.q()), position / g.q() % g.p(), position % g.q(), tap);
    return at < 0 ? -1 : at + channel;
  }
}
