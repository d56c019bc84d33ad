package assay.report.chart;

/**
 * What one input does to an outcome.
 *
 * @param label the input, such as {@code Electricity price}
 * @param lowInput its low value as text, such as {@code 0.20 EUR/kWh}
 * @param highInput its high value as text
 * @param atLow outcome at the low value, finite
 * @param atHigh outcome at the high value, finite
 */
public record Sensitivity(
    String label, String lowInput, String highInput, double atLow, double atHigh) {
  public Sensitivity {
    Require.finite("the outcome of " + label, atLow);
    Require.finite("the outcome of " + label, atHigh);
  }

  double span() {
    return Math.abs(atHigh - atLow);
  }
}
