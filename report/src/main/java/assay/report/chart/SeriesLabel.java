package assay.report.chart;

import java.util.List;

/**
 * A series in a key.
 *
 * @param series id that gives the colour
 * @param label what the reader sees
 */
public record SeriesLabel(String series, String label) {
  static Key key(List<SeriesLabel> legend, ChartStyle style, Key.Stroke lines, Labels labels) {
    List<SeriesStyle> styles =
        style.series().styles(legend.stream().map(SeriesLabel::series).toList());
    List<Key.Entry> entries = new java.util.ArrayList<>();
    for (int i = 0; i < legend.size(); i++) {
      entries.add(new Key.Entry(styles.get(i), legend.get(i).label(), lines, true));
    }
    return Key.of(entries, labels);
  }
}
