package assay.report.page;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.record.CellResult;
import assay.core.record.Metric;
import assay.core.record.MetricKey;
import assay.core.stats.Interval;
import assay.report.chart.ChartStyle;
import assay.report.chart.Estimate;
import assay.report.chart.SeriesStyles;
import assay.report.document.Block;
import assay.report.document.Inline;
import assay.report.document.Level;
import assay.report.document.Section;
import assay.report.document.Table;
import assay.report.document.Table.Cell;
import assay.report.document.Table.Column;
import assay.report.text.Format;
import assay.report.text.Language;
import assay.report.text.Messages;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What all parts of a page share: its messages, number format, series styles, and factory methods
 * for table cells.
 */
public class Page {
  private final Messages words;
  private final Format format;
  private final ChartStyle style;
  private final boolean details;

  /**
   * A page.
   *
   * @param bundle its messages, in addition to those that all pages share
   * @param series targets or systems, which look the same throughout the page
   */
  public Page(String bundle, Language language, Collection<String> series) {
    this(bundle, language, series, true);
  }

  /**
   * A page.
   *
   * @param details whether cells have a second, smaller line, in which metrics carry their
   *     intervals
   */
  protected Page(String bundle, Language language, Collection<String> series, boolean details) {
    this.details = details;
    words = Messages.of(bundle, language);
    format = Format.of(language);
    style = new ChartStyle(format, SeriesStyles.of(series));
  }

  /** How numbers are written. */
  public final Format format() {
    return format;
  }

  /** How series look in charts. */
  public final ChartStyle style() {
    return style;
  }

  /** A message. */
  public final String text(String key, String... arguments) {
    return words.text(key, arguments);
  }

  /** An optional message. */
  public final Optional<String> note(String key) {
    return words.has(key) ? Optional.of(words.text(key)) : Optional.empty();
  }

  /** A message with a plural; the count is its first argument. */
  public final String plural(String key, long count, String... arguments) {
    return words.count(key, count, arguments);
  }

  /** A column under the heading {@code column.<key>}. */
  public final Column column(Table.Type type, String key) {
    return heading(type, "column." + key);
  }

  /** A column under the heading {@code key}. */
  public final Column heading(Table.Type type, String key) {
    return new Column(type, text(key));
  }

  /** A column under the heading {@code key} with the explanation {@code meaning.<key>}. */
  public final Column explained(Table.Type type, String key) {
    return new Column(type, text(key), null, text("meaning." + key.replace('.', '-')));
  }

  /** A section without data that says so in one sentence. */
  public final Section empty(String anchor, String title, String why) {
    return new Section(anchor, title, List.of(new Block.Paragraph(why)));
  }

  /** Words. */
  public final Cell words(String text) {
    return new Cell.Words(text);
  }

  /** An identifier. */
  public final Cell code(String text) {
    return new Cell.Words(List.of(new Inline.Code(text)));
  }

  /** A verdict or status. */
  public final Cell chip(Level level, String text) {
    return new Cell.Chip(level, text);
  }

  /** A missing value, and why. */
  public final Cell missing(String why) {
    return new Cell.Missing(text("missing"), why);
  }

  /** A number with its unit. */
  public final Cell value(double value, String unit) {
    return new Cell.Figure(format.value(value, unit), value);
  }

  /** A whole number. */
  public final Cell count(long count) {
    return new Cell.Figure(format.count(count), count);
  }

  /** The accuracy of a training run in percent: over its folds, if it has some, else over seeds. */
  public final Cell accuracy(CellResult result) {
    MetricKey key =
        result.metrics().containsKey(MetricKey.CROSS_VALIDATED_ACCURACY)
            ? MetricKey.CROSS_VALIDATED_ACCURACY
            : MetricKey.FINAL_ACCURACY;
    Metric share = result.metric(key);
    if (share == null) {
      return metric(null, result.whyNot(key));
    }
    Double low = share.ciLow();
    Double high = share.ciHigh();
    return figure(
        format.percent(100 * share.median()),
        share.median(),
        interval(low == null ? null : 100 * low, high == null ? null : 100 * high, "%"));
  }

  /** Over how many seeds, or folds, the metrics of a training run are. */
  public final Cell seeds(CellResult result) {
    Metric time = result.metric(MetricKey.TIME);
    return time == null ? metric(null, result.whyNot(MetricKey.TIME)) : count(time.forks());
  }

  /** A metric with its interval below it, or why it is missing. */
  public final Cell metric(@Nullable Metric metric, @Nullable String whyNot) {
    return metric == null
        ? missing(whyNot == null ? text("missing.unsaid") : whyNot)
        : figure(format.value(metric.median(), metric.unit()), metric.median(), interval(metric));
  }

  /** A number with its interval, if cells have a second line. */
  public final Cell figure(String text, double key, String interval) {
    return new Cell.Figure(text, key, details ? interval : null);
  }

  /** The interval of a metric as text, or a remark that it has none. */
  public final String interval(Metric metric) {
    return interval(metric.ciLow(), metric.ciHigh(), metric.unit());
  }

  /** An interval as text, or a remark that there is none. */
  public final String interval(@Nullable Double low, @Nullable Double high, String unit) {
    return low == null || high == null ? text("no.interval") : format.interval(low, high, unit);
  }

  /** A ratio with its interval. */
  public final Cell ratio(double ratio, Availability<Interval> estimate) {
    return new Cell.Figure(format.ratio(ratio), ratio, ratios(estimate));
  }

  /** The interval of a ratio as text, or a remark that it has none. */
  public final String ratios(Availability<Interval> estimate) {
    return switch (estimate) {
      case Available<Interval>(Interval interval) -> format.ratios(interval.low(), interval.high());
      case Unavailable<Interval> _ -> text("no.interval");
    };
  }

  /** A metric for a chart. */
  public static Estimate estimate(Metric metric) {
    return estimate(metric.median(), metric.ciLow(), metric.ciHigh());
  }

  /** A value for a chart, with its interval if it has one. */
  public static Estimate estimate(double value, @Nullable Double low, @Nullable Double high) {
    return low == null || high == null
        ? Estimate.withoutInterval(value)
        : Estimate.of(value, low, high);
  }

  /**
   * A rate for a chart, amount ÷ time; the ends of the interval swap.
   *
   * @param amount work of one execution
   */
  public static Estimate rate(Metric time, double amount) {
    Double low = time.ciLow();
    Double high = time.ciHigh();
    return estimate(
        amount / time.median(),
        high == null ? null : amount / high,
        low == null ? null : amount / low);
  }

  /**
   * Any text as part of an anchor: letters and digits stay, a slash becomes a hyphen, others become
   * numbers.
   */
  public static String anchor(String text) {
    StringBuilder anchor = new StringBuilder();
    for (char c : text.toLowerCase(Locale.ROOT).toCharArray()) {
      boolean plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      anchor.append(plain ? String.valueOf(c) : c == '/' ? "-" : "-" + (int) c + "-");
    }
    return anchor.toString();
  }
}
