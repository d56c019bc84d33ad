package assay.report.render.html;

/** What the markup is for. */
enum Edition {
  /** A browser: folds, tooltips, inline SVG. */
  SCREEN,
  /** Pages: everything open, charts as objects that are drawn later. */
  PAPER
}
