package assay.report.procurement;

import assay.core.record.MetricKey;
import assay.core.record.Metric;
import assay.core.stats.Estimate;
import assay.report.chart.ChartStyle;
import assay.report.document.Inline;
import assay.report.document.Level;
import assay.report.document.Table;
import assay.report.document.Table.Cell;
import assay.report.document.Table.Column;
import assay.report.text.Format;
import assay.report.text.Messages;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What every section draws on: the systems, the words, and how numbers and charts look.
 *
 * @param lineup the systems
 * @param scores their speeds over all tasks
 * @param words of the bundle {@code procurement}
 */
record Context(Lineup lineup, Scores scores, Messages words, Format format, ChartStyle style) {
  /** Rows of a bar or ratio chart that fit a page. */
  static final int ROWS_OF_A_CHART = 30;

  String text(String key, String... arguments) {
    return words.text(key, arguments);
  }

  String count(String key, long count, String... arguments) {
    return words.count(key, count, arguments);
  }

  List<SystemUnderTest> systems() {
    return lineup.systems();
  }

  SystemUnderTest reference() {
    return lineup.reference();
  }

  /** Letters in one text: {@code A, C}. */
  String letters(List<SystemUnderTest> systems) {
    return systems.stream().map(SystemUnderTest::letter).collect(Collectors.joining(", "));
  }

  Cell words(String text) {
    return new Cell.Words(text);
  }

  Cell code(String text) {
    return new Cell.Words(List.of(new Inline.Code(text)));
  }

  Cell missing(String reason) {
    return new Cell.Missing(text("unavailable"), reason);
  }

  Cell chip(Level level, String text) {
    return new Cell.Chip(level, text);
  }

  /** A number with its unit. */
  Cell number(double value, String unit) {
    return new Cell.Figure(format.value(value, unit), value);
  }

  /**
   * A figure with its interval.
   *
   * @param reason why it is not there where it is not
   */
  Cell metric(@Nullable Metric metric, @Nullable String reason) {
    if (metric == null) {
      return missing(reason == null ? text("not-in-record") : reason);
    }
    return new Cell.Figure(
        format.value(metric.median(), metric.unit()), metric.median(), interval(metric));
  }

  /** The metric of a standing, or the record's own reason. */
  Cell metric(Standing.Measured standing, MetricKey key) {
    return metric(standing.metric(key), standing.result().whyNot(key));
  }

  /**
   * A figure in little room, for tables of many columns: the farther end of its interval in percent
   * stands for the interval.
   *
   * @param remark beneath it too, empty for none
   */
  Cell compact(Metric metric, String remark) {
    String beneath = plusMinus(metric) + (remark.isEmpty() ? "" : " · " + remark);
    return new Cell.Figure(format.value(metric.median(), metric.unit()), metric.median(), beneath);
  }

  /** The same of a standing, or the record's own reason. */
  Cell compact(Standing.Measured standing, MetricKey key) {
    Metric metric = standing.metric(key);
    return metric == null ? metric(standing, key) : compact(metric, "");
  }

  private String plusMinus(Metric metric) {
    Double low = metric.ciLow();
    Double high = metric.ciHigh();
    if (low == null || high == null || metric.median() == 0) {
      return text("no-interval");
    }
    double farther = Math.max(high - metric.median(), metric.median() - low);
    return format.plusMinus(100 * farther / Math.abs(metric.median()));
  }

  /** The interval, or that there is none. */
  String interval(Metric metric) {
    Double low = metric.ciLow();
    Double high = metric.ciHigh();
    return low == null || high == null
        ? text("no-interval")
        : format.interval(low, high, metric.unit());
  }

  /** A ratio with its interval. */
  Cell ratio(double ratio, Estimate estimate) {
    return new Cell.Figure(format.ratio(ratio), ratio, ratios(estimate));
  }

  /** The interval of a ratio, or that there is none. */
  String ratios(Estimate estimate) {
    return switch (estimate) {
      case Estimate.Interval interval -> format.ratios(interval.low(), interval.high());
      case Estimate.NoInterval _ -> text("no-interval");
    };
  }

  Column column(Table.Type type, String key) {
    return new Column(type, text(key));
  }

  Column columnMeaning(Table.Type type, String key) {
    return new Column(type, text(key), null, text("meaning." + key.replace('.', '-')));
  }
}
