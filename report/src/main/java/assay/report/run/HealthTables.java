package assay.report.run;

import assay.core.record.CellResult;
import assay.core.record.Energy;
import assay.core.record.Gauge;
import assay.core.record.Interference;
import assay.core.record.Outcome;
import assay.core.record.RunRecord;
import assay.core.record.RunTelemetry;
import assay.core.record.Telemetry;
import assay.report.document.Block;
import assay.report.document.Level;
import assay.report.document.Table;
import assay.report.document.Table.Cell;
import assay.report.document.Table.Column;
import assay.report.document.Table.Emphasis;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Telemetry from the record: interference, load by cell, idle power, sources. */
final class HealthTables {
  private static final int GAUGES = 6;

  private final RunPage page;
  private final RunRecord run;

  HealthTables(RunPage page, RunRecord run) {
    this.page = page;
    this.run = run;
  }

  List<Block> build() {
    List<Block> blocks = new ArrayList<>();
    interference(blocks);
    load(blocks);
    idle(blocks);
    sources(_ -> true)
        .map(table ->
            new Block.Details(
                page.plural("health.sources.fold", table.rows().size()), List.of(table)))
        .ifPresent(blocks::add);
    return blocks;
  }

  private void interference(List<Block> blocks) {
    List<Table.Row> rows = new ArrayList<>();
    run.cells()
        .forEach(cell -> {
          if (cell.outcome() instanceof Outcome.Measured<CellResult> measured) {
            for (Interference seen : measured.result().telemetry().interference()) {
              Level level = seen.kind().invalidates() ? Level.BAD : Level.NEUTRAL;
              rows.add(
                  page.row(
                      Emphasis.NONE,
                      cell.id(),
                      List.of(
                          new Cell.Chip(level, seen.kind().text()),
                          page.value(seen.amount(), seen.unit()),
                          page.words(seen.where()))));
            }
          }
        });
    if (!rows.isEmpty()) {
      List<Column> columns = new ArrayList<>(page.cellColumns());
      columns.add(page.column(Table.Type.STATUS, "cause"));
      columns.add(page.column(Table.Type.NUMBER, "amount"));
      columns.add(page.column(Table.Type.TEXT, "where"));
      blocks.add(
          new Table(
              "health-interference",
              page.text("health.interference"),
              columns,
              rows,
              List.of(page.text("health.interference.note"))));
    }
  }

  private void load(List<Block> blocks) {
    List<String> names = gauges();
    if (names.isEmpty()) {
      return;
    }
    List<Table.Row> rows = new ArrayList<>();
    for (assay.core.record.Cell cell : run.cells()) {
      CellResult result = cell.outcome().result();
      if (result != null) {
        Telemetry<Energy> telemetry = result.telemetry();
        rows.add(
            page.row(
                Emphasis.NONE,
                cell.id(),
                names.stream().map(name -> gauge(telemetry, name)).toList()));
      }
    }
    List<Column> columns = new ArrayList<>(page.cellColumns());
    names.forEach(name -> columns.add(new Column(Table.Type.NUMBER, name)));
    Table table =
        new Table(
            "health-load",
            page.text("health.load"),
            columns,
            rows,
            List.of(page.text("health.load.note")));
    blocks.add(new Block.Details(page.text("health.load"), List.of(table)));
  }

  /** Gauges that are not always 0: totals first, then parts. */
  private List<String> gauges() {
    Set<String> names = new TreeSet<>(Comparator.comparing(HealthTables::rank));
    for (assay.core.record.Cell cell : run.cells()) {
      CellResult result = cell.outcome().result();
      Map<String, Gauge> gauges = result == null ? null : result.telemetry().utilization().orNull();
      if (gauges != null) {
        gauges.forEach((name, gauge) -> {
          if (gauge.max() != 0) {
            names.add(name);
          }
        });
      }
    }
    return names.stream().limit(GAUGES).toList();
  }

  private static String rank(String name) {
    boolean part = name.matches(".*\\d.*");
    boolean used = name.matches(".*(busy|utilization|frequency.*|temperature|clock)");
    return (used ? "0" : "1") + (part ? "1" : "0") + name;
  }

  private Cell gauge(Telemetry<Energy> telemetry, String name) {
    Map<String, Gauge> gauges = telemetry.utilization().orNull();
    if (gauges == null) {
      return page.missing(String.valueOf(telemetry.utilization().whyNot()));
    }
    Gauge gauge = gauges.get(name);
    return gauge == null
        ? page.missing(page.text("health.unread"))
        : page.value(gauge.mean(), gauge.unit());
  }

  private void idle(List<Block> blocks) {
    List<Table.Row> rows = new ArrayList<>();
    for (RunTelemetry.Idle idle : run.telemetry().idle()) {
      Double watts = idle.watts();
      Double plusMinus = idle.plusMinusWatts();
      Cell power =
          watts == null || plusMinus == null
              ? page.missing(idle.note())
              : new Cell.Figure(
                  page.format().value(watts, "W"),
                  watts,
                  "± " + page.format().significant(plusMinus, 2) + "\u00a0W");
      rows.add(
          Table.Row.of(
              page.words(idle.domain()),
              page.words(idle.source()),
              power,
              page.words(idle.note())));
    }
    if (!rows.isEmpty()) {
      blocks.add(
          new Table(
              "health-idle",
              page.text("health.idle"),
              List.of(
                  page.column(Table.Type.TEXT, "domain"),
                  page.column(Table.Type.TEXT, "source"),
                  page.column(Table.Type.NUMBER, "power"),
                  page.column(Table.Type.TEXT, "remarks")),
              rows));
    }
    List<RunTelemetry.CrossChecked> checks = run.telemetry().crossChecks();
    if (!checks.isEmpty()) {
      blocks.add(
          new Table(
              "health-checks",
              page.text("health.checks"),
              List.of(
                  page.column(Table.Type.TEXT, "domain"),
                  page.column(Table.Type.TEXT, "when"),
                  page.column(Table.Type.STATUS, "verdict"),
                  page.column(Table.Type.TEXT, "remarks")),
              checks.stream().map(this::check).toList()));
    }
  }

  private Table.Row check(RunTelemetry.CrossChecked check) {
    Boolean agree = check.agree();
    Level level = agree == null ? Level.NEUTRAL : agree ? Level.GOOD : Level.BAD;
    String word = page.text(agree == null ? "agree.unknown" : agree ? "agree.yes" : "agree.no");
    return Table.Row.of(
        page.words(check.domain()),
        page.words(check.when()),
        new Cell.Chip(level, word),
        page.words(check.text()));
  }

  /** Domains whose two sensors disagree; empty if there are none. */
  Optional<Block> doubtful() {
    List<Block.Paragraph> doubts =
        run.telemetry().crossChecks().stream()
            .filter(check -> Boolean.FALSE.equals(check.agree()))
            .map(check ->
                new Block.Paragraph(
                    page.text("health.doubtful", check.domain(), check.when(), check.text())))
            .toList();
    return doubts.isEmpty() ? Optional.empty() : Optional.of(new Block.Bullets(doubts));
  }

  /** Telemetry sources with what they provided, or the remedy; empty if there are none. */
  Optional<Table> sources(Predicate<RunTelemetry.Source> wanted) {
    List<Table.Row> rows = new ArrayList<>();
    for (RunTelemetry.Source source : run.telemetry().sources().stream().filter(wanted).toList()) {
      String remedy = page.remedy(source.remedy());
      rows.add(
          new Table.Row(
              List.of(
                  page.words(source.id()),
                  new Cell.Chip(
                      source.available() ? Level.GOOD : Level.NEUTRAL,
                      page.text(source.available() ? "available" : "missing")),
                  page.words(source.finding()),
                  page.words(remedy == null ? "" : remedy)),
              source.available() ? Emphasis.NONE : Emphasis.MUTED));
      for (RunTelemetry.Gap gap : source.gaps()) {
        rows.add(
            new Table.Row(
                List.of(
                    page.words(source.id() + ": " + gap.what()),
                    new Cell.Chip(Level.NEUTRAL, page.text("missing")),
                    page.words(gap.reason()),
                    page.words(String.valueOf(page.remedy(gap.remedy())))),
                Emphasis.MUTED));
      }
    }
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Table(
            "health-sources",
            page.text("health.sources"),
            List.of(
                page.column(Table.Type.TEXT, "source"),
                page.column(Table.Type.STATUS, "status"),
                page.column(Table.Type.TEXT, "finding"),
                page.column(Table.Type.TEXT, "remedy")),
            rows));
  }
}
