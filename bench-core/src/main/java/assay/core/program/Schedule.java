package assay.core.program;

import static assay.core.program.ProgramException.require;

/** Learning rate as a function of the step, which counts from 0. */
public sealed interface Schedule {
  /** Learning rate at {@code step} ≥ 0. */
  double rate(long step);

  /** The same rate at every step. */
  record Constant(double rate) implements Schedule {
    public Constant {
      require(
          rate > 0 && Double.isFinite(rate), "learning rate %s must be positive and finite", rate);
    }

    @Override
    public double rate(long step) {
      return rate;
    }
  }

  /**
   * initial · decay^(step / decaySteps), continuously.
   *
   * @param decay in (0, 1]
   * @param decaySteps steps over which the rate falls by the factor {@code decay}
   */
  record Exponential(double initial, double decay, long decaySteps) implements Schedule {
    public Exponential {
      require(
          initial > 0 && Double.isFinite(initial),
          "learning rate %s must be positive and finite",
          initial);
      require(decay > 0 && decay <= 1, "decay %s must be in (0, 1]", decay);
      require(decaySteps >= 1, "decaySteps %d must be at least 1", decaySteps);
    }

    @Override
    public double rate(long step) {
      return initial * Math.pow(decay, (double) step / decaySteps);
    }
  }

  /** initial · factor^⌊step / every⌋. */
  record Step(double initial, double factor, long every) implements Schedule {
    public Step {
      require(
          initial > 0 && Double.isFinite(initial),
          "learning rate %s must be positive and finite",
          initial);
      require(factor > 0 && factor <= 1, "factor %s must be in (0, 1]", factor);
      require(every >= 1, "every %d must be at least 1", every);
    }

    @Override
    public double rate(long step) {
      long drops = step / every;
      return initial * Math.pow(factor, (double) drops);
    }
  }
}
