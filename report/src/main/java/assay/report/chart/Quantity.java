package assay.report.chart;

/**
 * What an axis shows.
 *
 * @param name in the reader's language, such as {@code Throughput}
 * @param unit of the values as in a record, such as {@code FLOP/s}; {@code 1} for a plain number.
 *     The axis adds the SI prefix
 */
public record Quantity(String name, String unit) {
  public Quantity {
    if (name.isBlank() || unit.isBlank()) {
      throw new IllegalArgumentException("an axis needs a name and a unit (1 for plain numbers)");
    }
  }
}
