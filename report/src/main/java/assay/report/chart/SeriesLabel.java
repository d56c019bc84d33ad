package assay.report.chart;

/**
 * A series in a key.
 *
 * @param series id that gives the colour
 * @param label what the reader sees
 */
public record SeriesLabel(String series, String label) {}
