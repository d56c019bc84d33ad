package assay.report.run;

import assay.core.availability.Remedy;
import assay.core.record.CellId;
import assay.core.record.CellResult;
import assay.core.record.Metric;
import assay.core.record.MetricKey;
import assay.core.record.Outcome;
import assay.core.record.Status;
import assay.core.record.Verification;
import assay.report.document.Level;
import assay.report.document.Table;
import assay.report.document.Table.Cell;
import assay.report.document.Table.Column;
import assay.report.page.Page;
import assay.report.text.Language;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A page about runs: names of cells and their outcomes. */
final class RunPage extends Page {
  private static final String FLUSHES = "†";

  private final boolean precisions;
  private final Function<Remedy, String> remedies;

  /**
   * A page.
   *
   * @param targets which look the same throughout the page
   */
  RunPage(Language language, Collection<String> targets) {
    this(language, targets, false, Remedy::text);
  }

  private RunPage(
      Language language,
      Collection<String> targets,
      boolean precisions,
      Function<Remedy, String> remedies) {
    super("run", language, targets, !precisions);
    this.precisions = precisions;
    this.remedies = remedies;
  }

  /**
   * A page without charts or second lines, for media with a separate column for precisions.
   *
   * @param remedies formats remedies
   */
  static RunPage withPrecisions(Language language, Function<Remedy, String> remedies) {
    return new RunPage(language, List.of(), true, remedies);
  }

  /** The remedy as text; null if none is known. */
  @Nullable String remedy(@Nullable Remedy remedy) {
    return remedy == null ? null : remedies.apply(remedy);
  }

  /** The columns that name a cell. */
  List<Column> cellColumns() {
    List<Column> columns = new ArrayList<>();
    columns.add(column(Table.Type.TEXT, "workload"));
    columns.add(column(Table.Type.TEXT, "target"));
    if (precisions) {
      columns.add(column(Table.Type.TEXT, "precision"));
    }
    return columns;
  }

  /** A row that begins with the name of a cell. */
  Table.Row row(Table.Emphasis emphasis, CellId id, List<Cell> rest) {
    List<Cell> cells = new ArrayList<>();
    cells.add(words(id.workload()));
    if (precisions) {
      cells.add(words(id.target()));
      cells.add(words(id.precision()));
    } else {
      cells.add(words(lane(id)));
    }
    cells.addAll(rest);
    return new Table.Row(cells, emphasis);
  }

  /** A metric of a cell, or the record's reason why it is missing. */
  Cell metric(CellResult result, MetricKey key) {
    return metric(result.metric(key), result.whyNot(key));
  }

  /** The same; a dash for what was not requested, such as the design of a processor. */
  Cell wanted(CellResult result, MetricKey key) {
    return result.metrics().containsKey(key) ? metric(result, key) : words("–");
  }

  /**
   * The same for a share of a peak. Where cells have no second line, a share that is known less
   * precisely than planned is its interval.
   */
  Cell share(CellResult result, MetricKey key) {
    Metric share = result.metric(key);
    return precisions && share != null && share.ciLow() != null && !share.precisionMet()
        ? new Cell.Figure(interval(share), share.median())
        : wanted(result, key);
  }

  /** The largest error of a check as a share of its bound. */
  Cell error(Verification check) {
    Double worst = check.worst();
    if (worst == null || (check.bound() == 0 && worst != 0)) {
      return missing(String.valueOf(check.detail()));
    }
    return value(worst == 0 ? 0 : worst / check.bound(), "1");
  }

  /** Whether subnormal numbers were flushed to zero. */
  static boolean flushes(Verification check) {
    return check.subnormals() == Verification.Subnormals.FLUSHED;
  }

  /** The effective bits of a product, marked if it flushes; a dash for whatever is no product. */
  Cell bits(Verification check) {
    Verification.EffectiveBits bits = check.effectiveBits();
    if (bits == null) {
      return words("–");
    }
    String mark = flushes(check) ? FLUSHES : "";
    return new Cell.Figure(format().value(bits.overall(), "1") + mark, bits.overall());
  }

  /** The status as a chip; emulations and models have their own. */
  Cell status(Outcome<CellResult> outcome) {
    return chip(level(outcome), statusWord(outcome));
  }

  /** The status as a word. */
  String statusWord(Outcome<CellResult> outcome) {
    return switch (outcome) {
      case Outcome.Verified<CellResult> _ -> text("status.EMULATED");
      case Outcome.Modelled<CellResult> _ -> text("status.MODELLED");
      default -> text("status." + outcome.status());
    };
  }

  private static Level level(Outcome<CellResult> outcome) {
    return switch (outcome) {
      case Outcome.Measured<CellResult> _ -> Level.GOOD;
      case Outcome.Verified<CellResult> _, Outcome.Modelled<CellResult> _ -> Level.INFO;
      case Outcome.Invalid<CellResult> _, Outcome.Failed<CellResult> _ -> Level.BAD;
      case Outcome.TimedOut<CellResult> _ -> Level.WARN;
      case Outcome.Unsupported<CellResult> _, Outcome.Unavailable<CellResult> _ -> Level.NEUTRAL;
    };
  }

  /** Reason and remedy in one text. */
  String reason(Outcome<CellResult> outcome) {
    String reason = outcome.reason();
    String remedy = remedy(outcome.remedy());
    String text = reason == null ? String.valueOf(Status.OK) : reason;
    return remedy == null ? text : text + " [" + remedy + "]";
  }

  /** {@code gemm} of {@code gemm/m=8,…}. */
  static String family(CellId id) {
    int slash = id.workload().indexOf('/');
    return slash < 0 ? id.workload() : id.workload().substring(0, slash);
  }

  /** The label of a bar: target and precision. */
  static String lane(CellId id) {
    return id.target() + " · " + id.precision();
  }
}
