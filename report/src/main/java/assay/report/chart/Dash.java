package assay.report.chart;

import java.awt.BasicStroke;
import java.util.List;

/** Line styles that distinguish series without colour. */
public enum Dash {
  SOLID,
  DASHED,
  DOTTED,
  DASH_DOT,
  LONG,
  DASH_DOT_DOT;

  private static final List<Dash> ALL = List.of(values());

  /** The styles in turn, cyclically. */
  static Dash number(int index) {
    return ALL.get(index % ALL.size());
  }

  BasicStroke stroke(double width) {
    return switch (this) {
      case SOLID -> new BasicStroke((float) width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND);
      case DASHED -> dashed(width, 7, 4);
      case DOTTED -> dashed(width, 2, 3);
      case DASH_DOT -> dashed(width, 8, 3, 2, 3);
      case LONG -> dashed(width, 14, 4);
      case DASH_DOT_DOT -> dashed(width, 8, 3, 2, 3, 2, 3);
    };
  }

  private static BasicStroke dashed(double width, float... pattern) {
    return new BasicStroke(
        (float) width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, pattern, 0);
  }
}
