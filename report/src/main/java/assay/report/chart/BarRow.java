package assay.report.chart;

/**
 * A row of a chart of bars or ratios.
 *
 * @param series id that gives the colour: a target or system of the document
 * @param label text next to it, such as {@code cuda · bf16}
 * @param estimate its value
 */
public record BarRow(String series, String label, Estimate estimate) {}
