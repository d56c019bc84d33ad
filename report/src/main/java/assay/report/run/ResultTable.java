package assay.report.run;

import assay.core.record.Cell;
import assay.core.record.CellOutcome;
import assay.core.record.Energy;
import assay.core.record.Figures;
import assay.core.record.Metric;
import assay.core.record.Observed;
import assay.core.record.RunRecord;
import assay.report.document.Table;
import assay.report.document.Table.Column;
import assay.report.document.Table.Emphasis;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The cells of a run and what was measured of them: the same table for every medium. */
final class ResultTable {
  private static final String TIME = "time";
  private static final String ENERGY = "energyPerExecution";
  private static final String NOT_MET = "*";

  /** What a medium may show of a cell beside its name. */
  enum Show {
    STATUS(Table.Type.STATUS, "status"),
    TIME(Table.Type.NUMBER, "time"),
    INTERVAL(Table.Type.INTERVAL, "interval"),
    FORKS(Table.Type.NUMBER, "forks"),
    SAMPLES(Table.Type.NUMBER, "samples"),
    RATE(Table.Type.NUMBER, "rate"),
    PEAK(Table.Type.NUMBER, "peak"),
    ENERGY(Table.Type.NUMBER, "energy"),
    POWER(Table.Type.NUMBER, "power"),
    ERROR(Table.Type.NUMBER, "error");

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
    return new Table(anchor, caption, all, cells.stream().map(this::row).toList(), notes);
  }

  private static boolean tooWide(Cell cell) {
    Figures figures = cell.outcome().figures();
    Metric time = figures == null ? null : figures.metrics().get(TIME);
    return time != null && time.ciLow() != null && !time.precisionMet();
  }

  private Table.Row row(Cell cell) {
    List<Table.Cell> row = new ArrayList<>();
    if (cell.outcome() instanceof CellOutcome.Measured measured) {
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

  private Table.Cell cell(Show column, CellOutcome.Measured measured) {
    Figures figures = measured.figures();
    Metric time = figures.metrics().get(TIME);
    return switch (column) {
      case STATUS -> page.status(measured);
      case TIME -> page.metric(figures, TIME);
      case INTERVAL -> interval(time);
      case FORKS -> time == null ? page.words("–") : page.count(time.forks());
      case SAMPLES -> time == null ? page.words("–") : page.count(time.n());
      case RATE -> page.metric(figures, "throughput");
      case PEAK -> page.wanted(figures, "percentOfPeak");
      case ENERGY -> energy(figures, ENERGY);
      case POWER -> energy(figures, "averagePower");
      case ERROR -> page.error(measured.verification());
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

  /** An energy that another machine's files stood for says so in its very cell. */
  private Table.Cell energy(Figures figures, String name) {
    Table.Cell cell = page.metric(figures.metrics().get(name), figures.unavailable().get(ENERGY));
    String root = root(figures);
    return root != null && cell instanceof Table.Cell.Figure(String text, double key, _)
        ? new Table.Cell.Figure(text, key, page.text("energy.root", root))
        : cell;
  }

  private static @Nullable String root(Figures figures) {
    List<Energy> energies = Observed.value(figures.telemetry().energy());
    return energies == null
        ? null
        : energies.stream().map(Energy::root).filter(r -> r != null).findFirst().orElse(null);
  }

  /** An emulator's time is told in words, away from the columns of figures. */
  private String took(CellOutcome outcome) {
    return outcome instanceof CellOutcome.Emulated emulated && emulated.emulationSeconds() != null
        ? "; " + page.text("emulated.took", page.format().value(emulated.emulationSeconds(), "s"))
        : "";
  }

  private String why(CellOutcome outcome) {
    return switch (outcome) {
      case CellOutcome.Emulated emulated -> page.text("emulated.why", emulated.device().name());
      case CellOutcome.Modelled modelled -> page.text("models.why", modelled.device().name());
      default -> RunPage.reason(outcome);
    };
  }
}
