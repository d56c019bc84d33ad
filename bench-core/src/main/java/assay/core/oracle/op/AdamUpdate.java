package assay.core.oracle.op;

import assay.core.program.Optimizer;

/**
 * Adam's direction m̂/(√v̂ + ε). It is steep where g ≈ 0, but bounded; as a function of g it rises
 * to at most one extremum on each side and is monotone in the old m and v. Its range over the
 * intervals of g, m and v is therefore taken from the corners, the middle and the extremum g* = (1
 * − β₁)·β₂·v / ((1 − β₂)·β₁·m), where the derivative for ε = 0 vanishes; a tenth is added for the
 * shift due to ε.
 */
final class AdamUpdate implements OptimizerStepRule.UpdateRule {
  private static final double SLACK = 1.1;
  private static final double ROUNDINGS = 12;

  private final Optimizer.Adam adam;
  private final double u;
  private final double firstCorrection;
  private final double secondCorrection;

  AdamUpdate(Optimizer.Adam adam, double u, long t) {
    this.adam = adam;
    this.u = u;
    this.firstCorrection = 1 - Math.pow(adam.beta1(), (double) t);
    this.secondCorrection = 1 - Math.pow(adam.beta2(), (double) t);
  }

  @Override
  public void apply(double g, double eg, OptimizerStepRule.State state) {
    double m = state.slot[0];
    double v = state.slot[1];
    double em = state.slotBound[0];
    double ev = state.slotBound[1];
    double direction = direction(g, m, v);
    double range = 0;
    for (int corner = 0; corner < 4; corner++) {
      double cornerM = (corner & 1) == 0 ? m - em : m + em;
      double cornerV = (corner & 2) == 0 ? Math.max(v - ev, 0) : v + ev;
      range = Math.max(range, range(direction, g, eg, cornerM, cornerV));
    }
    double terms = adam.beta1() * Math.abs(m) + (1 - adam.beta1()) * Math.abs(g);
    double scale = firstCorrection * (Math.sqrt(second(g, v) / secondCorrection) + adam.epsilon());
    double rounding = 3 * u * terms / scale + ROUNDINGS * u * Math.abs(direction);
    update(g, eg, state);
    state.direct(direction, SLACK * range + (scale > 0 ? rounding : 0));
  }

  private double first(double g, double m) {
    return adam.beta1() * m + (1 - adam.beta1()) * g;
  }

  private double second(double g, double v) {
    return adam.beta2() * v + (1 - adam.beta2()) * g * g;
  }

  private double direction(double g, double m, double v) {
    double root = Math.sqrt(second(g, v) / secondCorrection);
    return first(g, m) / firstCorrection / (root + adam.epsilon());
  }

  /** Largest distance from {@code center} for gradients in g ± eg. */
  private double range(double center, double g, double eg, double m, double v) {
    double extremum =
        (1 - adam.beta1()) * adam.beta2() * v / ((1 - adam.beta2()) * adam.beta1() * m);
    double range = 0;
    range = Math.max(range, Math.abs(direction(g - eg, m, v) - center));
    range = Math.max(range, Math.abs(direction(g, m, v) - center));
    range = Math.max(range, Math.abs(direction(g + eg, m, v) - center));
    if (Math.abs(extremum - g) < eg) {
      range = Math.max(range, Math.abs(direction(extremum, m, v) - center));
    }
    return range;
  }

  private void update(double g, double eg, OptimizerStepRule.State state) {
    double m = first(g, state.slot[0]);
    double terms = adam.beta1() * Math.abs(state.slot[0]) + (1 - adam.beta1()) * Math.abs(g);
    double v = second(g, state.slot[1]);
    double em = adam.beta1() * state.slotBound[0] + (1 - adam.beta1()) * eg;
    double ev =
        adam.beta2() * state.slotBound[1] + (1 - adam.beta2()) * (2 * Math.abs(g) + eg) * eg;
    state.set(0, m, em + 3 * u * terms);
    state.set(1, v, ev + 5 * u * v);
  }
}
