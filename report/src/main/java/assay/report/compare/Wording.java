package assay.report.compare;

import assay.core.record.MetricKey;

/** Words for the metrics of a comparison. */
public final class Wording {
  private Wording() {}

  /** What follows the ratio in a sentence: "1.25 × as fast". */
  public static String phrase(MetricKey key) {
    return switch (key) {
      case TIME -> "as fast";
      case DEVICE_TIME -> "as fast on the device";
      case P50, P90, P99, P999 -> "as fast at " + key;
      case TIME_TO_TARGET -> "as fast to the target accuracy";
      case ENERGY_PER_EXECUTION -> "the work per joule";
      case FINAL_ACCURACY -> "the final accuracy";
      default -> "as good by " + key;
    };
  }

  /** The verdict in words for the metric, such as {@code FASTER} or {@code LESS_ENERGY}. */
  public static String word(MetricKey key, Verdict verdict) {
    return switch (verdict) {
      case BETTER -> word(key, true);
      case WORSE -> word(key, false);
      case SAME, NO_DIFFERENCE_SHOWN, NOT_JUDGED, NO_INTERVAL -> verdict.name();
    };
  }

  private static String word(MetricKey key, boolean better) {
    return switch (key) {
      case FINAL_ACCURACY -> better ? "MORE_ACCURATE" : "LESS_ACCURATE";
      case ENERGY_PER_EXECUTION -> better ? "LESS_ENERGY" : "MORE_ENERGY";
      default -> better ? "FASTER" : "SLOWER";
    };
  }
}
