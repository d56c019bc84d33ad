package assay.report.run;

import assay.core.record.Cell;
import assay.core.record.CellResult;
import assay.core.record.Energy;
import assay.core.record.Metric;
import assay.core.record.MetricKey;
import assay.core.record.Outcome;
import assay.core.record.RunRecord;
import assay.report.document.Table;
import assay.report.document.Table.Column;
import assay.report.document.Table.Emphasis;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The cells of a run and their metrics: the same table for every medium. */
final class ResultTable {
  private static final MetricKey TIME = MetricKey.TIME;
  private static final MetricKey ENERGY = MetricKey.ENERGY_PER_EXECUTION;
  private static final String NOT_MET = "*";

  /** Columns of a medium, apart from the cell's name. */
  enum Show {
    STATUS(Table.Type.STATUS, "status"),
    TIME(Table.Type.NUMBER, "time"),
    INTERVAL(Table.Type.INTERVAL, "interval"),
    FORKS(Table.Type.NUMBER, "forks"),
    SAMPLES(Table.Type.NUMBER, "samples"),
    RATE(Table.Type.NUMBER, "rate"),
    PEAK(Table.Type.NUMBER, "peak"),
    DEVICE_PEAK(Table.Type.NUMBER, "device-peak"),
    ENERGY(Table.Type.NUMBER, "energy"),
    POWER(Table.Type.NUMBER, "power"),
    ERROR(Table.Type.NUMBER, "error"),
    BITS(Table.Type.NUMBER, "bits");

    private final Table.Type type;
    private final String key;

    Show(Table.Type type, String key) {
      this.type = type;
      this.key = key;
    }
  }

  private final RunPage page;
  private final RunRecord run;
  private final List<Show> columns;

  ResultTable(RunPage page, RunRecord run, List<Show> columns) {
    this.page = page;
    this.run = run;
    this.columns = columns;
  }

  /** All cells of a run, in the order of its plan. */
  static List<Cell> ordered(RunRecord run) {
    List<String> order = run.plan().workloads();
    return run.cells().stream()
        .sorted(
            Comparator.comparingInt(cell -> {
              int at = order.indexOf(cell.id().workload());
              return at < 0 ? order.size() : at;
            }))
        .toList();
  }

  /** The table of some cells. */
  Table build(String anchor, String caption, List<Cell> cells) {
    List<Column> all = new ArrayList<>(page.cellColumns());
    columns.forEach(column -> all.add(page.column(column.type, column.key)));
    List<String> notes = new ArrayList<>();
    notes.add(page.text("results.note"));
    if (columns.contains(Show.INTERVAL) && cells.stream().anyMatch(ResultTable::tooWide)) {
      String planned = page.format().plusMinus(run.plan().targetHalfWidthPercent());
      notes.add(page.text("results.not-met", planned));
    }
    if (columns.contains(Show.BITS) && cells.stream().anyMatch(ResultTable::flushes)) {
      notes.add(page.text("results.flushed"));
    }
    return new Table(anchor, caption, all, cells.stream().map(this::row).toList(), notes);
  }

  private static boolean flushes(Cell cell) {
    return cell.outcome() instanceof Outcome.Measured<CellResult> measured
        && RunPage.flushes(measured.verification());
  }

  private static boolean tooWide(Cell cell) {
    CellResult result = cell.outcome().result();
    Metric time = result == null ? null : result.metric(TIME);
    return time != null && time.ciLow() != null && !time.precisionMet();
  }

  private Table.Row row(Cell cell) {
    List<Table.Cell> row = new ArrayList<>();
    if (cell.outcome() instanceof Outcome.Measured<CellResult> measured) {
      columns.forEach(column -> row.add(cell(column, measured)));
      return page.row(Emphasis.NONE, cell.id(), row);
    }
    String why = why(cell.outcome());
    if (columns.getFirst() == Show.STATUS) {
      row.add(page.status(cell.outcome()));
      row.add(new Table.Cell.Spanning(why));
    } else {
      String took = took(cell.outcome());
      row.add(new Table.Cell.Spanning(page.statusWord(cell.outcome()) + ": " + why + took));
    }
    return page.row(Emphasis.MUTED, cell.id(), row);
  }

  private Table.Cell cell(Show column, Outcome.Measured<CellResult> measured) {
    CellResult result = measured.result();
    Metric time = result.metric(TIME);
    return switch (column) {
      case STATUS -> page.status(measured);
      case TIME -> page.metric(result, TIME);
      case INTERVAL -> interval(time);
      case FORKS -> time == null ? page.words("–") : page.count(time.forks());
      case SAMPLES -> time == null ? page.words("–") : page.count(time.n());
      case RATE -> page.metric(result, MetricKey.THROUGHPUT);
      case PEAK -> page.share(result, MetricKey.PERCENT_OF_PEAK);
      case DEVICE_PEAK -> page.share(result, MetricKey.PERCENT_OF_DEVICE_PEAK);
      case ENERGY -> energy(result, ENERGY);
      case POWER -> energy(result, MetricKey.AVERAGE_POWER);
      case ERROR -> page.error(measured.verification());
      case BITS -> page.bits(measured.verification());
    };
  }

  private Table.Cell interval(@Nullable Metric time) {
    if (time == null || time.ciLow() == null) {
      String why = time == null || time.note() == null ? page.text("missing.unsaid") : time.note();
      return new Table.Cell.Missing(page.text("no.interval"), why);
    }
    return new Table.Cell.Figure(
        page.interval(time) + (time.precisionMet() ? "" : NOT_MET), time.median());
  }

  /** An energy read from another machine's files is marked in its table cell. */
  private Table.Cell energy(CellResult result, MetricKey key) {
    Table.Cell cell = page.metric(result.metric(key), result.whyNot(ENERGY));
    String root = root(result);
    return root != null && cell instanceof Table.Cell.Figure(String text, double sorting, _)
        ? new Table.Cell.Figure(text, sorting, page.text("energy.root", root))
        : cell;
  }

  private static @Nullable String root(CellResult result) {
    return result.telemetry().energies().stream()
        .map(Energy::root)
        .filter(r -> r != null)
        .findFirst()
        .orElse(null);
  }

  /** An emulator's time is given in words, apart from the columns of metrics. */
  private String took(Outcome<CellResult> outcome) {
    return outcome instanceof Outcome.Verified<CellResult> emulated
            && emulated.emulationSeconds() != null
        ? "; " + page.text("emulated.took", page.format().value(emulated.emulationSeconds(), "s"))
        : "";
  }

  private String why(Outcome<CellResult> outcome) {
    return switch (outcome) {
      case Outcome.Verified<CellResult> emulated ->
          page.text("emulated.why", emulated.device().name());
      case Outcome.Modelled<CellResult> modelled ->
          page.text("models.why", modelled.device().name());
      default -> page.reason(outcome);
    };
  }
}
