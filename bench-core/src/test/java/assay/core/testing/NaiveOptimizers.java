package assay.core.testing;

import assay.core.program.Optimizer;
import assay.core.program.op.OptimizerStep;
import java.util.List;

/** Optimizer steps of the naive target. */
final class NaiveOptimizers {
  private final Arithmetic math;
  private final long t;

  private NaiveOptimizers(Arithmetic math, long t) {
    this.math = math;
    this.t = t;
  }

  static void step(OptimizerStep op, Arithmetic math, Memory memory) {
    long step = (long) memory.get(op.step())[0];
    double rate = math.round(op.schedule().rate(step));
    NaiveOptimizers rules = new NaiveOptimizers(math, step + 1);
    for (int k = 0; k < op.parameters().size(); k++) {
      int index = k;
      double[] g = memory.get(op.gradients().get(k));
      double[] p = memory.get(op.parameters().get(k)).clone();
      List<double[]> slots =
          op.slots().stream().map(s -> memory.get(s.get(index)).clone()).toList();
      for (int i = 0; i < p.length; i++) {
        double direction = rules.direction(op.optimizer(), g[i], slots, i);
        p[i] = math.add(p[i], -math.multiply(rate, direction));
      }
      memory.put(op.parameters().get(k), p);
      for (int s = 0; s < slots.size(); s++) {
        memory.put(op.slots().get(s).get(k), slots.get(s));
      }
    }
    memory.put(op.step(), new double[] {step + 1.0});
  }

  private double direction(Optimizer optimizer, double g, List<double[]> slots, int i) {
    return switch (optimizer) {
      case Optimizer.GradientDescent _, Optimizer.Sgd _ -> g;
      case Optimizer.Momentum o -> follow(slots.get(0), i, o.momentum(), 1, g);
      case Optimizer.Adagrad o -> {
        double s = follow(slots.get(0), i, 1, 1, math.multiply(g, g));
        yield scaled(g, s, o.epsilon());
      }
      case Optimizer.RmsProp o -> {
        double s = follow(slots.get(0), i, o.rho(), 1 - o.rho(), math.multiply(g, g));
        yield scaled(g, s, o.epsilon());
      }
      case Optimizer.Adam o -> {
        double m = follow(slots.get(0), i, o.beta1(), 1 - o.beta1(), g);
        double v = follow(slots.get(1), i, o.beta2(), 1 - o.beta2(), math.multiply(g, g));
        double first = math.round(1 - Math.pow(o.beta1(), (double) t));
        double second = math.round(1 - Math.pow(o.beta2(), (double) t));
        yield scaled(math.divide(m, first), math.divide(v, second), o.epsilon());
      }
    };
  }

  private double follow(double[] slot, int i, double keep, double take, double value) {
    double kept = math.multiply(math.round(keep), slot[i]);
    slot[i] = math.add(kept, math.multiply(math.round(take), value));
    return slot[i];
  }

  private double scaled(double g, double s, double epsilon) {
    return math.divide(g, math.add(math.root(s), math.round(epsilon)));
  }
}
