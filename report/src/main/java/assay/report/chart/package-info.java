/**
 * Charts, drawn as vectors from plain data: estimates with intervals, curves, samples over time. No
 * chart knows a run record; words arrive translated, values in the units of the record.
 *
 * <p>JFreeChart draws axes and grids and maps values to places; what stands within a plot are
 * {@link assay.report.chart.Layer layers} drawn as its annotations. Every chart lays itself out on
 * a canvas of {@link assay.report.chart.VectorChart#WIDTH} pixels with measures of the faces that
 * travel with the program, so that a drawing does not depend on the machine that makes it.
 */
@NullMarked
package assay.report.chart;

import org.jspecify.annotations.NullMarked;
