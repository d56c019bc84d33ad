package assay.report.export;

import assay.report.history.HistoryException;
import assay.report.history.SeriesKey;
import assay.report.history.SeriesPoint;
import assay.report.history.StoredSeries;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Series of the history in the formats of other programs. */
public final class SeriesExports {
  /** The formats. */
  public enum Format {
    /** {@code series,time,value}, one line a value; what {@code history import} reads. */
    csv,
    /** All that is known of each value. */
    json,
    /** Apache Otava's CSV: {@code time} and a column for each series. */
    otava,
    /** Bencher Metric Format: the newest value of each series. */
    bencher,
    /** For github-action-benchmark: the newest value of each series. */
    gab
  }

  /** Half-width of a 95 % interval of a normal distribution, in standard errors. */
  private static final double HALF_WIDTH = 1.96;

  private SeriesExports() {}

  /**
   * Writes.
   *
   * @param series with their values, oldest first
   * @throws HistoryException.Refused if the format cannot hold them together
   */
  public static String write(Format format, Map<StoredSeries, List<SeriesPoint>> series)
      throws HistoryException.Refused {
    return switch (format) {
      case csv -> csv(series);
      case json -> json(series);
      case gab -> gab(series);
      case otava -> otava(series);
      case bencher -> bencher(series);
    };
  }

  private static String name(StoredSeries series) {
    SeriesKey key = series.series();
    return cell(key) + " " + key.metric();
  }

  private static String csv(Map<StoredSeries, List<SeriesPoint>> series) {
    CsvTable table = new CsvTable("series", "time", "value");
    series.forEach((each, points) ->
        points.forEach(point ->
            table.text(name(each)).text(point.started().toString()).number(point.value()).end()));
    return table.toString();
  }

  private static String json(Map<StoredSeries, List<SeriesPoint>> series) {
    ArrayNode root = JsonText.NODES.arrayNode();
    series.forEach((each, points) -> {
      SeriesKey key = each.series();
      ObjectNode node =
          root.addObject()
              .put("id", key.id())
              .put("host", key.host())
              .put("identity", key.identity())
              .put("threads", key.threads())
              .put("device", key.device())
              .put("workload", key.workload())
              .put("target", key.target())
              .put("engine", key.engine())
              .put("precision", key.precision())
              .put("metric", key.metric())
              .put("unit", each.unit())
              .put("better", each.better().name())
              .put("judged", each.primary());
      ArrayNode values = node.putArray("points");
      points.forEach(point ->
          values
              .addObject()
              .put("run", point.run().value())
              .put("time", point.started().toString())
              .put("value", point.value())
              .put("standardError", error(point)));
    });
    return JsonText.document(root);
  }

  /** Null if it is not known. */
  private static @Nullable Double error(SeriesPoint point) {
    return point.standardError() > 0 ? point.standardError() : null;
  }

  /** It takes an empty cell for text, and so a column with one for no metric. */
  private static String otava(Map<StoredSeries, List<SeriesPoint>> series)
      throws HistoryException.Refused {
    List<String> columns = new ArrayList<>(List.of("time"));
    Map<Instant, Map<String, Double>> rows = new TreeMap<>();
    for (Map.Entry<StoredSeries, List<SeriesPoint>> each : series.entrySet()) {
      String name = name(each.getKey());
      columns.add(name);
      for (SeriesPoint point : each.getValue()) {
        rows.computeIfAbsent(point.started(), _ -> new HashMap<>()).put(name, point.value());
      }
    }
    for (Map.Entry<Instant, Map<String, Double>> row : rows.entrySet()) {
      for (String column : columns.subList(1, columns.size())) {
        if (!row.getValue().containsKey(column)) {
          throw new HistoryException.Refused(
              "'"
                  + column
                  + "' has no value at "
                  + row.getKey()
                  + ", where another series has one, and Otava reads no gaps: choose series that"
                  + " the same runs measured");
        }
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
        SeriesPoint newest = points.getLast();
        ObjectNode metric =
            root.withObjectProperty(cell(key)).putObject(key.metric()).put("value", newest.value());
        if (newest.standardError() > 0) {
          metric
              .put("lower_value", newest.value() - HALF_WIDTH * newest.standardError())
              .put("upper_value", newest.value() + HALF_WIDTH * newest.standardError());
        }
      }
    });
    return JsonText.document(root);
  }

  /** A file is of one direction. */
  private static String gab(Map<StoredSeries, List<SeriesPoint>> series)
      throws HistoryException.Refused {
    if (series.keySet().stream().map(StoredSeries::better).distinct().count() > 1) {
      throw new HistoryException.Refused(
          "of some of these series lower values are better and of others not, and a file for"
              + " github-action-benchmark has one direction: choose series of one metric");
    }
    ArrayNode root = JsonText.NODES.arrayNode();
    series.forEach((each, points) -> {
      if (!points.isEmpty()) {
        SeriesPoint newest = points.getLast();
        ObjectNode entry =
            root.addObject()
                .put("name", cell(each.series()) + ": " + each.series().metric())
                .put("unit", each.unit())
                .put("value", newest.value());
        if (newest.standardError() > 0) {
          entry.put("range", GithubActionExport.range(HALF_WIDTH * newest.standardError()));
        }
        entry.put("extra", "run " + newest.run());
      }
    });
    return JsonText.document(root);
  }

  private static String cell(SeriesKey key) {
    return String.join(" ", key.host(), key.workload(), key.target(), key.precision());
  }
}
