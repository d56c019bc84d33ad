package assay.report.export;

import assay.report.history.SeriesKey;
import assay.report.history.SeriesPoint;
import assay.report.history.StoredSeries;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/** Series of the history in the formats of other programs. */
public final class SeriesExports {
  /** The formats. */
  public enum Format {
    /** {@code series,time,value}, one line a value; what {@code history import} reads. */
    csv,
    /** Apache Otava's CSV: {@code time} and a column for each series. */
    otava,
    /** Bencher Metric Format: the newest value of each series. */
    bencher
  }

  private SeriesExports() {}

  /**
   * Writes.
   *
   * @param series with their values, oldest first
   */
  public static String write(Format format, Map<StoredSeries, List<SeriesPoint>> series) {
    return switch (format) {
      case csv -> csv(series);
      case otava -> otava(series);
      case bencher -> bencher(series);
    };
  }

  private static String name(StoredSeries series) {
    SeriesKey key = series.series();
    return String.join(
        " ", key.host(), key.workload(), key.target(), key.precision(), key.metric());
  }

  private static String csv(Map<StoredSeries, List<SeriesPoint>> series) {
    CsvTable table = new CsvTable("series", "time", "value");
    series.forEach((each, points) ->
        points.forEach(point ->
            table.text(name(each)).text(point.started().toString()).number(point.value()).end()));
    return table.toString();
  }

  private static String otava(Map<StoredSeries, List<SeriesPoint>> series) {
    List<String> columns = new ArrayList<>(List.of("time"));
    Map<Instant, Map<String, Double>> rows = new TreeMap<>();
    for (Map.Entry<StoredSeries, List<SeriesPoint>> each : series.entrySet()) {
      String name = name(each.getKey());
      columns.add(name);
      for (SeriesPoint point : each.getValue()) {
        rows.computeIfAbsent(point.started(), _ -> new HashMap<>()).put(name, point.value());
      }
    }
    CsvTable table = new CsvTable(columns.toArray(String[]::new));
    rows.forEach((time, values) -> {
      table.text(time.toString());
      columns.stream().skip(1).forEach(column -> table.number(values.get(column)));
      table.end();
    });
    return table.toString();
  }

  private static String bencher(Map<StoredSeries, List<SeriesPoint>> series) {
    ObjectNode root = JsonText.NODES.objectNode();
    series.forEach((each, points) -> {
      SeriesKey key = each.series();
      if (!points.isEmpty()) {
        root.withObjectProperty(
                String.join(" ", key.host(), key.workload(), key.target(), key.precision()))
            .putObject(key.metric())
            .put("value", points.getLast().value());
      }
    });
    return JsonText.document(root);
  }
}
