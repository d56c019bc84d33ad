package assay.core.telemetry;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** A device's power in steps of 1 ms, whose energy is known at every moment. */
final class SimulatedPower {
  private static final double STEP = 1e-3;
  private static final double BEFORE = 3;
  private static final double AFTER = 0.5;

  /** Kinds of traces, W. */
  enum Kind {
    CONSTANT,
    /** One step somewhere in the window, at most to double or half. */
    STEPPED,
    /** A fifth of the power until about the window's start. */
    LOAD_STARTS,
    /** Periods from 0.05 to 3 s, 60 to 140 % of the mean. */
    SAWTOOTH,
    /** A sawtooth within 2 % of the update period. */
    BEATING,
    RANDOM_WALK,
    /** Between 120 and 300 W, each stay exponential with a mean from 0.02 to 0.5 s. */
    BURSTY,
    /** The same between 20 and 300 W. */
    HARD_BURSTS
  }

  private final double[] joules;

  private SimulatedPower(double[] watts) {
    joules = new double[watts.length + 1];
    for (int i = 0; i < watts.length; i++) {
      joules[i + 1] = joules[i] + watts[i] * STEP;
    }
  }

  static SimulatedPower of(Kind kind, double seconds, double update, SplittableRandom random) {
    double[] watts = new double[(int) Math.ceil((BEFORE + seconds + AFTER) / STEP)];
    switch (kind) {
      case CONSTANT -> step(watts, 0, random.nextDouble(50, 400), 1);
      case STEPPED -> {
        double at = random.nextDouble(0, seconds);
        step(watts, at, random.nextDouble(100, 400), random.nextDouble(0.5, 2));
      }
      case LOAD_STARTS -> step(watts, random.nextDouble(-0.1, 0.1), random.nextDouble(20, 80), 5);
      case SAWTOOTH -> sawtooth(watts, random.nextDouble(0.05, 3), random.nextDouble());
      case BEATING -> sawtooth(watts, update * random.nextDouble(0.98, 1.02), random.nextDouble());
      case RANDOM_WALK -> walk(watts, random);
      case BURSTY -> bursts(watts, 120, random);
      case HARD_BURSTS -> bursts(watts, 20, random);
    }
    return new SimulatedPower(watts);
  }

  /**
   * Energy up to a moment, J.
   *
   * @param seconds since the window's start
   */
  double joules(double seconds) {
    double at = Math.clamp((seconds + BEFORE) / STEP, 0, joules.length - 1.0);
    int i = Math.min((int) at, joules.length - 2);
    return joules[i] + (at - i) * (joules[i + 1] - joules[i]);
  }

  /** Mean power over the time before a moment, W. */
  double watts(double seconds, double averaged) {
    double over = Math.max(averaged, STEP);
    return (joules(seconds) - joules(seconds - over)) / over;
  }

  private static void step(double[] watts, double at, double before, double factor) {
    for (int i = 0; i < watts.length; i++) {
      watts[i] = i * STEP - BEFORE < at ? before : before * factor;
    }
  }

  private static void sawtooth(double[] watts, double period, double phase) {
    for (int i = 0; i < watts.length; i++) {
      watts[i] = 200 * (0.6 + 0.8 * ((i * STEP / period + phase) % 1));
    }
  }

  private static void walk(double[] watts, RandomGenerator random) {
    double level = 200;
    for (int i = 0; i < watts.length; i++) {
      level += 40 * Math.sqrt(STEP) * random.nextGaussian();
      watts[i] = 60 + Math.abs(level - 60);
    }
  }

  private static void bursts(double[] watts, double low, RandomGenerator random) {
    double mean = Math.exp(random.nextDouble(Math.log(0.02), Math.log(0.5)));
    boolean on = random.nextBoolean();
    int until = 0;
    for (int i = 0; i < watts.length; i++) {
      if (i >= until) {
        until = i + Math.max(1, (int) (random.nextExponential() * mean / STEP));
        on = !on;
      }
      watts[i] = on ? 300 : low;
    }
  }
}
