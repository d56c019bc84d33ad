package assay.core.oracle.op;

import assay.core.oracle.ErrorModel;
import assay.core.oracle.Evaluation;
import assay.core.oracle.ReferenceTensor;
import assay.core.program.Optimizer;
import assay.core.program.Tensor;
import assay.core.program.op.OptimizerStep;

/**
 * Optimizer steps. Coefficients (η, β, 1 − β, 1 − βᵗ …) are taken as computed in binary64 and
 * rounded to the type once, as a target should: 1 − 0.999 in binary32 is off by 5·10⁻⁵.
 */
final class OptimizerStepRule {
  private OptimizerStepRule() {}

  static void evaluate(OptimizerStep op, Evaluation e) {
    long step = (long) e.values(op.step())[0];
    double rate = op.schedule().rate(step);
    for (int i = 0; i < op.parameters().size(); i++) {
      update(op, i, rate, step + 1, e);
    }
    e.put(op.step(), new double[] {step + 1.0}, new double[] {0});
  }

  private static void update(OptimizerStep op, int index, double rate, long t, Evaluation e) {
    Tensor parameter = op.parameters().get(index);
    ReferenceTensor gradient = e.get(op.gradients().get(index));
    UpdateRule rule = rule(op.optimizer(), ErrorModel.unit(parameter.type()), t);
    State state = new State(op, index, e);
    double u = ErrorModel.unit(parameter.type());
    double[] values = new double[gradient.values().length];
    double[] bounds = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      state.load(i);
      rule.apply(gradient.values()[i], gradient.bounds()[i], state);
      double p = e.values(parameter)[i];
      double change = rate * state.direction;
      values[i] = p - change;
      double bound =
          e.bounds(parameter)[i]
              + rate * state.directionBound
              + u * (3 * Math.abs(change) + Math.abs(values[i]));
      bounds[i] = ErrorModel.stored(parameter.type(), values[i], bound);
      state.store(i);
    }
    e.put(parameter, values, bounds);
    state.put(e);
  }

  private static UpdateRule rule(Optimizer optimizer, double u, long t) {
    return switch (optimizer) {
      case Optimizer.GradientDescent _, Optimizer.Sgd _ -> (g, eg, state) -> state.direct(g, eg);
      case Optimizer.Momentum o -> (g, eg, state) -> momentum(o.momentum(), g, eg, u, state);
      case Optimizer.Adagrad o -> (g, eg, state) -> scaled(1, 1, o.epsilon(), g, eg, u, state);
      case Optimizer.RmsProp o ->
          (g, eg, state) -> scaled(o.rho(), 1 - o.rho(), o.epsilon(), g, eg, u, state);
      case Optimizer.Adam o -> new AdamUpdate(o, u, t);
    };
  }

  /** One element: takes the gradient, updates the slots and sets the direction of the step. */
  interface UpdateRule {
    void apply(double g, double eg, State state);
  }

  private static void momentum(double mu, double g, double eg, double u, State state) {
    double velocity = mu * state.slot[0] + g;
    double bound = mu * state.slotBound[0] + eg;
    bound += u * (2 * Math.abs(mu * state.slot[0]) + Math.abs(velocity));
    state.set(0, velocity, bound);
    state.direct(velocity, bound);
  }

  /**
   * s ← keep·s + take·g² and direction g/(√s + ε). For a given old s the direction rises with g
   * (its derivative has the sign of keep·s + ε·√s') and falls in magnitude with the old s, so that
   * the corners of the intervals of g and s enclose it, however steep it is at 0.
   */
  private static void scaled(
      double keep, double take, double epsilon, double g, double eg, double u, State state) {
    double old = state.slot[0];
    double oldBound = state.slotBound[0];
    double next = keep * old + take * g * g;
    double carried = keep * oldBound + take * (2 * Math.abs(g) + eg) * eg;
    state.set(0, next, carried + 5 * u * next);
    double direction = g / (Math.sqrt(next) + epsilon);
    double low = direction;
    double high = direction;
    for (double s : new double[] {Math.max(old - oldBound, 0), old + oldBound}) {
      double above = (g + eg) / (Math.sqrt(keep * s + take * (g + eg) * (g + eg)) + epsilon);
      double below = (g - eg) / (Math.sqrt(keep * s + take * (g - eg) * (g - eg)) + epsilon);
      high = Math.max(high, above);
      low = Math.min(low, below);
    }
    state.direct(
        direction, Math.max(high - direction, direction - low) + 10 * u * Math.abs(direction));
  }

  /** Slots and direction of the current element. */
  static final class State {
    final double[] slot;
    final double[] slotBound;
    double direction;
    double directionBound;
    private final Tensor[] tensors;
    private final double[][] values;
    private final double[][] bounds;

    State(OptimizerStep op, int index, Evaluation e) {
      int slots = op.slots().size();
      slot = new double[slots];
      slotBound = new double[slots];
      tensors = new Tensor[slots];
      values = new double[slots][];
      bounds = new double[slots][];
      for (int k = 0; k < slots; k++) {
        tensors[k] = op.slots().get(k).get(index);
        values[k] = e.values(tensors[k]).clone();
        bounds[k] = e.bounds(tensors[k]).clone();
      }
    }

    void load(int i) {
      for (int k = 0; k < slot.length; k++) {
        slot[k] = values[k][i];
        slotBound[k] = bounds[k][i];
      }
    }

    void store(int i) {
      for (int k = 0; k < slot.length; k++) {
        values[k][i] = slot[k];
        bounds[k][i] = ErrorModel.stored(tensors[k].type(), slot[k], slotBound[k]);
      }
    }

    void put(Evaluation e) {
      for (int k = 0; k < slot.length; k++) {
        e.put(tensors[k], values[k], bounds[k]);
      }
    }

    void set(int k, double value, double bound) {
      slot[k] = value;
      slotBound[k] = bound;
    }

    void direct(double value, double bound) {
      direction = value;
      directionBound = bound;
    }
  }
}
