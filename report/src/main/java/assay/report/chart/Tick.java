package assay.report.chart;

/**
 * A place on an axis.
 *
 * @param value where, in the axis's unit
 * @param label what stands there, empty for a grid line without text
 */
record Tick(double value, String label) {}
