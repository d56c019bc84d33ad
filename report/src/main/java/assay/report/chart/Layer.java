package assay.report.chart;

/** Something that stands within a plot. */
@FunctionalInterface
interface Layer {
  /** Draws; what lies outside the plot is clipped. */
  void draw(Canvas canvas, Mapping mapping);
}
