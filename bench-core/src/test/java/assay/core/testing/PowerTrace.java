package assay.core.testing;

/** Power over time, known exactly as energy. */
interface PowerTrace {
  /**
   * Energy drawn between two moments, J.
   *
   * @param from s since the start
   * @param to s since the start, not before {@code from}; calls go forward in time
   */
  double joules(double from, double to);

  /** A trace between two powers by its name on the command line. */
  static PowerTrace of(MovingOptions options) {
    double low = options.idle();
    double high = options.watts();
    double period = options.tracePeriod();
    return switch (options.trace()) {
      case "constant" -> (from, to) -> high * (to - from);
      case "step" -> periodic(period, x -> low * Math.min(x, 0.5) + high * Math.max(0, x - 0.5));
      case "sawtooth" -> periodic(period, x -> low * x + (high - low) * x * x / 2);
      case "load" -> new LoadTrace(low, high, options.loadFile());
      default -> throw new IllegalArgumentException("no trace '" + options.trace() + "'");
    };
  }

  /** The energy up to a phase of a period, as power times periods. */
  interface Phase {
    /**
     * Integral from 0.
     *
     * @param phase from 0 to 1
     */
    double integral(double phase);
  }

  private static PowerTrace periodic(double period, Phase phase) {
    return (from, to) -> period * (whole(to / period, phase) - whole(from / period, phase));
  }

  private static double whole(double periods, Phase phase) {
    double full = Math.floor(periods);
    return full * phase.integral(1) + phase.integral(periods - full);
  }
}
