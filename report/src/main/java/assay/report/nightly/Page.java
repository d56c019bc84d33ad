package assay.report.nightly;

import assay.core.record.MetricKey;
import assay.core.availability.Remedy;
import assay.core.record.CellResult;
import assay.core.record.CellId;
import assay.core.record.Outcome;
import assay.core.record.Status;
import assay.core.record.Metric;
import assay.core.record.Verification;
import assay.report.chart.ChartStyle;
import assay.report.chart.Estimate;
import assay.report.document.Level;
import assay.report.document.Section;
import assay.report.document.Table;
import assay.report.document.Table.Cell;
import assay.report.document.Table.Column;
import assay.report.text.Format;
import assay.report.text.Messages;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What every part of the page needs: words, numbers, the look of targets.
 *
 * @param words the messages of this package
 * @param format numbers
 * @param style how targets look
 */
record Page(Messages words, Format format, ChartStyle style) {
  String say(String key, String... arguments) {
    return words.text(key, arguments);
  }

  /** A column under the heading {@code column.<key>}. */
  Column column(Table.Type type, String key) {
    return new Column(type, say("column." + key));
  }

  /** The columns that name a cell. */
  List<Column> cellColumns() {
    return List.of(column(Table.Type.TEXT, "workload"), column(Table.Type.TEXT, "target"));
  }

  /** A section without data says so in one sentence. */
  Section empty(String anchor, String title, String why) {
    return new Section(anchor, title, List.of(new assay.report.document.Block.Paragraph(why)));
  }

  static Cell words(String text) {
    return new Cell.Words(text);
  }

  static Table.Row row(Table.Emphasis emphasis, CellId id, List<Cell> rest) {
    List<Cell> cells = new java.util.ArrayList<>();
    cells.add(words(id.workload()));
    cells.add(words(lane(id)));
    cells.addAll(rest);
    return new Table.Row(cells, emphasis);
  }

  /** A figure with its interval below it, or why there is none. */
  Cell metric(@Nullable Metric metric, @Nullable String whyNot) {
    if (metric == null) {
      return missing(whyNot == null ? say("missing.unsaid") : whyNot);
    }
    String unit = metric.unit();
    Double low = metric.ciLow();
    Double high = metric.ciHigh();
    String detail =
        low == null || high == null ? say("no.interval") : format.interval(low, high, unit);
    return new Cell.Figure(format.value(metric.median(), unit), metric.median(), detail);
  }

  /** A metric or its reason; a dash for what was not wanted, such as the design of a processor. */
  Cell metric(CellResult result, MetricKey key) {
    return result.metrics().containsKey(key)
        ? metric(result.metric(key), result.whyNot(key))
        : words("–");
  }

  Cell value(double value, String unit) {
    return new Cell.Figure(format.value(value, unit), value);
  }

  Cell count(long count) {
    return new Cell.Figure(format.count(count), count);
  }

  Cell missing(String why) {
    return new Cell.Missing(say("missing"), why);
  }

  /** The largest error of a check as a share of its bound. */
  Cell error(Verification check) {
    Double worst = check.worst();
    if (worst == null || (check.bound() == 0 && worst != 0)) {
      return missing(String.valueOf(check.detail()));
    }
    return value(worst == 0 ? 0 : worst / check.bound(), "1");
  }

  /** The status as a chip; an emulation is not said to be hardware. */
  Cell status(Outcome<CellResult> outcome) {
    return new Cell.Chip(level(outcome), statusWord(outcome));
  }

  String statusWord(Outcome<CellResult> outcome) {
    return switch (outcome) {
      case Outcome.Verified<CellResult> _ -> say("status.EMULATED");
      case Outcome.Modelled<CellResult> _ -> say("status.MODELLED");
      default -> say("status." + outcome.status());
    };
  }

  static Level level(Outcome<CellResult> outcome) {
    return switch (outcome) {
      case Outcome.Measured<CellResult> _ -> Level.GOOD;
      case Outcome.Verified<CellResult> _, Outcome.Modelled<CellResult> _ -> Level.INFO;
      case Outcome.Invalid<CellResult> _, Outcome.Failed<CellResult> _ -> Level.BAD;
      case Outcome.TimedOut<CellResult> _ -> Level.WARN;
      case Outcome.Unsupported<CellResult> _, Outcome.Unavailable<CellResult> _ -> Level.NEUTRAL;
    };
  }

  /** Reason and remedy in one text. */
  static String reason(Outcome<CellResult> outcome) {
    String reason = outcome.reason();
    String remedy = Remedy.textOf(outcome.remedy());
    String text = reason == null ? String.valueOf(Status.OK) : reason;
    return remedy == null ? text : text + " [" + remedy + "]";
  }

  static Estimate estimate(Metric metric) {
    Double low = metric.ciLow();
    Double high = metric.ciHigh();
    return low == null || high == null
        ? Estimate.withoutInterval(metric.median())
        : Estimate.of(metric.median(), low, high);
  }

  /** {@code gemm} of {@code gemm/m=8,…}. */
  static String family(CellId id) {
    int slash = id.workload().indexOf('/');
    return slash < 0 ? id.workload() : id.workload().substring(0, slash);
  }

  /** Any text as part of an anchor. */
  static String anchor(String text) {
    String plain = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    return plain.isEmpty() ? "x" : plain;
  }

  /** What stands beside a bar: target and precision. */
  static String lane(CellId id) {
    return id.target() + " · " + id.precision();
  }
}
