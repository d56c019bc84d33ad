package assay.report.render.html;

import assay.report.document.Figure;

/** Writes the chart of a figure into the markup. */
interface ChartWriter {
  void write(Markup out, Figure figure);
}
