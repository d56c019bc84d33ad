package assay.report.chart;

import assay.report.document.Theme;
import java.awt.Color;

/**
 * The look of a series: a colour, plus a shape and a line style that work without colour.
 *
 * @param color index of the theme's series colours
 * @param form counts through shapes and line styles, from 0
 */
public record SeriesStyle(int color, int form) {
  /** The colour in a theme. */
  Color in(Theme theme) {
    return theme.series(color);
  }

  /** Shape of its points. */
  Marker marker() {
    return Marker.number(form);
  }

  /** Style of its lines. */
  Dash dash() {
    return Dash.number(form);
  }

  /**
   * The same colour with another shape and line, for a second series of one target.
   *
   * @param number 0 for the style itself
   */
  SeriesStyle variant(int number) {
    return new SeriesStyle(color, form + number);
  }
}
