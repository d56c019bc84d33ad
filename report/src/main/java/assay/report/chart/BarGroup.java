package assay.report.chart;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows under a heading, usually those of a workload.
 *
 * @param heading above them, empty for none
 * @param rows from top to bottom, at least one
 */
public record BarGroup(String heading, List<BarRow> rows) {
  public BarGroup {
    Require.notEmpty("rows", rows);
    rows = List.copyOf(rows);
  }

  /**
   * Splits groups into portions of at most {@code max} rows, so that each chart fits a page. A
   * group that spans portions repeats its heading.
   *
   * @param max rows of a portion, at least 1
   */
  public static List<List<BarGroup>> portions(List<BarGroup> groups, int max) {
    if (max < 1) {
      throw new IllegalArgumentException("portions of " + max + " rows");
    }
    List<List<BarGroup>> portions = new ArrayList<>();
    List<BarGroup> portion = new ArrayList<>();
    int room = max;
    for (BarGroup group : groups) {
      List<BarRow> rest = group.rows();
      while (!rest.isEmpty()) {
        int count = Math.min(room, rest.size());
        portion.add(new BarGroup(group.heading(), rest.subList(0, count)));
        rest = rest.subList(count, rest.size());
        room -= count;
        if (room == 0) {
          portions.add(List.copyOf(portion));
          portion.clear();
          room = max;
        }
      }
    }
    if (!portion.isEmpty()) {
      portions.add(List.copyOf(portion));
    }
    return portions;
  }
}
