package assay.report.render.html;

/** Target medium of the markup. */
enum Edition {
  /** A browser: collapsible parts, tooltips, inline SVG. */
  SCREEN,
  /** Paper: everything expanded, charts as objects that are drawn later. */
  PAPER
}
