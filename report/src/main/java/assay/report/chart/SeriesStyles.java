package assay.report.chart;

import assay.report.document.Theme;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One style per target (or system) throughout a document: given in the order of the ids, whatever
 * the order of the records.
 */
public final class SeriesStyles {
  private final Map<String, SeriesStyle> styles = new TreeMap<>();

  private SeriesStyles(Collection<String> ids) {
    int index = 0;
    for (String id : new TreeSet<>(ids)) {
      styles.put(id, style(index++));
    }
  }

  /** Styles for all the ids that occur in a document. */
  public static SeriesStyles of(Collection<String> ids) {
    return new SeriesStyles(ids);
  }

  private static SeriesStyle style(int index) {
    int colors = Theme.seriesColors();
    // Beyond the colours there are, the form moves on against the colour: pairs still differ.
    return new SeriesStyle(index % colors, index + index / colors);
  }

  /**
   * The style of a series.
   *
   * @throws IllegalArgumentException if it was not among the document's ids
   */
  public SeriesStyle style(String id) {
    SeriesStyle style = styles.get(id);
    if (style == null) {
      throw new IllegalArgumentException(
          "series '" + id + "' has no style; the document's ids are " + styles.keySet());
    }
    return style;
  }

  /** The styles of a chart's series in order; those of one id differ in shape and line. */
  List<SeriesStyle> styles(List<String> ids) {
    Map<String, Integer> seen = new HashMap<>();
    List<SeriesStyle> list = new ArrayList<>();
    for (String id : ids) {
      list.add(style(id).variant(seen.merge(id, 1, Integer::sum) - 1));
    }
    return list;
  }
}
