package assay.report.compare;

/** What is compared of a cell, and which way is better. */
public enum Quantity {
  /** Host time of one execution. */
  TIME("time", false, "FASTER", "SLOWER", "as fast"),
  /** The same by the device's own clock. */
  DEVICE_TIME("deviceTime", false, "FASTER", "SLOWER", "as fast on the device"),
  /** Median latency of single executions. */
  P50("p50", false, "FASTER", "SLOWER", "as fast at p50"),
  /** 90th percentile of the latency. */
  P90("p90", false, "FASTER", "SLOWER", "as fast at p90"),
  /** 99th percentile of the latency. */
  P99("p99", false, "FASTER", "SLOWER", "as fast at p99"),
  /** 99.9th percentile of the latency. */
  P999("p99.9", false, "FASTER", "SLOWER", "as fast at p99.9"),
  /** Training time until the target accuracy. */
  TIME_TO_TARGET("timeToTarget", false, "FASTER", "SLOWER", "as fast to the target accuracy"),
  /** Energy of one execution, the idle share included. */
  ENERGY("energyPerExecution", false, "LESS_ENERGY", "MORE_ENERGY", "the work per joule"),
  /** Accuracy at the end of training. */
  ACCURACY("finalAccuracy", true, "MORE_ACCURATE", "LESS_ACCURATE", "the final accuracy");

  private final String metric;
  private final boolean higherIsBetter;
  private final String better;
  private final String worse;
  private final String phrase;

  Quantity(String metric, boolean higherIsBetter, String better, String worse, String phrase) {
    this.metric = metric;
    this.higherIsBetter = higherIsBetter;
    this.better = better;
    this.worse = worse;
    this.phrase = phrase;
  }

  /** Name of the metric in the record. */
  public String metric() {
    return metric;
  }

  /** Whether a larger value is better; a time and an energy are better smaller. */
  public boolean higherIsBetter() {
    return higherIsBetter;
  }

  /** What follows the ratio in a sentence: "1.25 × as fast". */
  public String phrase() {
    return phrase;
  }

  /** The verdict in this quantity's word, such as {@code FASTER} or {@code LESS_ENERGY}. */
  public String word(Verdict verdict) {
    return switch (verdict) {
      case BETTER -> better;
      case WORSE -> worse;
      case NO_DIFFERENCE_SHOWN, NO_INTERVAL -> verdict.name();
    };
  }
}
