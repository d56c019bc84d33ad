package assay.report.chart;

/**
 * A measured ceiling of a roofline.
 *
 * @param label such as {@code L2} or {@code peak bf16}
 * @param rate bytes/s of a memory level or FLOP/s of a unit, above 0
 */
public record Ceiling(String label, double rate) {
  public Ceiling {
    Require.positive("ceiling " + label, rate);
  }
}
