package assay.report.render.html;

import assay.report.document.Figure;

/** How the chart of a figure comes into the markup. */
interface ChartWriter {
  void write(Markup out, Figure figure);
}
