/**
 * Charts, drawn as vectors from plain data: estimates with intervals, curves, samples over time. No
 * chart knows run records; texts arrive translated, values in the units of the record.
 *
 * <p>JFreeChart draws axes and grids and maps values to places; the marks in a plot are {@link
 * assay.report.chart.Layers layers}. Every chart is laid out {@link
 * assay.report.chart.VectorChart#WIDTH} pixels wide with the metrics of the bundled fonts, so that
 * a drawing does not depend on the machine.
 */
@NullMarked
package assay.report.chart;

import org.jspecify.annotations.NullMarked;
