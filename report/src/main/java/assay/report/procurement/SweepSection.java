package assay.report.procurement;

import assay.report.chart.Heatmap;
import assay.report.chart.Quantity;
import assay.report.document.Block;
import assay.report.document.Block.Paragraph;
import assay.report.document.Figure;
import assay.report.document.Section;
import assay.report.document.Table;
import assay.report.document.Table.Cell;
import assay.report.document.Table.Column;
import assay.report.document.Table.Row;
import assay.report.procurement.Result.Measured;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Precision and thread sweeps, and the spread of forks. */
final class SweepSection {
  private final DossierPage at;

  private SweepSection(DossierPage at) {
    this.at = at;
  }

  static Section of(DossierPage at) {
    SweepSection section = new SweepSection(at);
    List<Block> blocks = new ArrayList<>();
    section.precisions(blocks);
    section.threads(blocks);
    blocks.addAll(Spread.of(at));
    return new Section("sweeps", at.text("sweeps"), blocks);
  }

  /** Workloads that some system measured in two precisions or more. */
  private void precisions(List<Block> blocks) {
    Map<String, Map<String, List<Result>>> workloads = new LinkedHashMap<>();
    Set<String> precisions = new LinkedHashSet<>();
    at.comparison()
        .tasks()
        .forEach((task, results) -> {
          if (!SystemComparison.measured(results).isEmpty()) {
            workloads
                .computeIfAbsent(task.workload(), name -> new LinkedHashMap<>())
                .put(task.precision(), results);
            precisions.add(task.precision());
          }
        });
    workloads.values().removeIf(byPrecision -> byPrecision.size() < 2);
    if (workloads.isEmpty()) {
      blocks.add(new Paragraph(at.text("sweeps.no-precisions")));
      return;
    }
    List<Row> rows = new ArrayList<>();
    List<Heatmap.Row> tints = new ArrayList<>();
    for (var workload : workloads.entrySet()) {
      for (SystemUnderTest system : at.systems()) {
        precisionRow(workload, system, precisions, rows, tints);
      }
    }
    List<Column> columns = new ArrayList<>();
    columns.add(at.column(Table.Type.TEXT, "workload"));
    columns.add(at.heading(Table.Type.TEXT, "system"));
    precisions.forEach(precision -> columns.add(new Column(Table.Type.NUMBER, precision)));
    Table table =
        new Table(
            "precisions",
            at.text("sweeps.precisions.table"),
            columns,
            rows,
            List.of(at.text("farther-end")));
    if (tints.isEmpty()) {
      blocks.add(table);
      return;
    }
    blocks.add(
        new Figure(
            "precision-sweep",
            new Heatmap(
                new Quantity(at.text("sweeps.speedup"), "1"),
                at.text("column.precision"),
                List.copyOf(precisions),
                tints.subList(0, Math.min(tints.size(), DossierPage.ROWS_OF_A_CHART)),
                at.style()),
            at.text("sweeps.precisions.title"),
            at.text("sweeps.precisions.alternative"),
            at.text("sweeps.precisions.caption"),
            table));
  }

  private void precisionRow(
      Map.Entry<String, Map<String, List<Result>>> workload,
      SystemUnderTest system,
      Set<String> precisions,
      List<Row> rows,
      List<Heatmap.Row> tints) {
    int index = at.comparison().index(system);
    List<Cell> cells = new ArrayList<>();
    List<@Nullable Double> seconds = new ArrayList<>();
    cells.add(at.words(workload.getKey()));
    cells.add(at.words(system.label()));
    for (String precision : precisions) {
      List<Result> results = workload.getValue().get(precision);
      Result result = results == null ? null : results.get(index);
      cells.add(cell(result));
      seconds.add(result instanceof Measured measured ? measured.seconds() : null);
    }
    double slowest = 0;
    int count = 0;
    for (Double each : seconds) {
      slowest = each == null ? slowest : Math.max(slowest, each);
      count += each == null ? 0 : 1;
    }
    if (count == 0) {
      return;
    }
    rows.add(new Row(cells));
    if (count > 1) {
      List<@Nullable Double> speedups = new ArrayList<>();
      for (Double each : seconds) {
        speedups.add(each == null ? null : slowest / each);
      }
      tints.add(new Heatmap.Row(system.letter() + " · " + workload.getKey(), speedups));
    }
  }

  private Cell cell(@Nullable Result result) {
    return switch (result) {
      case null -> at.missing(at.text("gap.not-in-run.reason"));
      case Measured measured -> at.compact(measured.time(), measured.target());
      case Result.Absent absent -> at.missing(NotMeasured.reason(at, absent));
    };
  }

  /** Systems of one machine that ran with different numbers of threads. */
  private void threads(List<Block> blocks) {
    Map<String, List<SystemUnderTest>> machines = new LinkedHashMap<>();
    for (SystemUnderTest system : at.systems()) {
      machines
          .computeIfAbsent(system.record().environment().identityHash(), h -> new ArrayList<>())
          .add(system);
    }
    machines.values().removeIf(systems -> counts(systems).size() < 2);
    if (machines.isEmpty()) {
      blocks.add(new Paragraph(at.text("sweeps.no-threads")));
      return;
    }
    int number = 0;
    for (List<SystemUnderTest> systems : machines.values()) {
      List<SystemUnderTest> ascending = new ArrayList<>(systems);
      ascending.sort(Comparator.comparingInt(SweepSection::threads));
      blocks.add(threads("threads-" + ++number, ascending));
    }
  }

  private static Set<Integer> counts(List<SystemUnderTest> systems) {
    Set<Integer> counts = new TreeSet<>();
    systems.forEach(system -> counts.add(threads(system)));
    return counts;
  }

  private static int threads(SystemUnderTest system) {
    return system.record().plan().threads();
  }

  private Table threads(String anchor, List<SystemUnderTest> systems) {
    List<Column> columns = new ArrayList<>();
    columns.add(at.column(Table.Type.TEXT, "workload"));
    for (SystemUnderTest system : systems) {
      columns.add(
          new Column(
              Table.Type.NUMBER, system.letter() + " · " + at.plural("threads", threads(system))));
    }
    columns.add(at.explained(Table.Type.NUMBER, "sweeps.speedup"));
    columns.add(at.explained(Table.Type.NUMBER, "sweeps.efficiency"));
    List<Row> rows = new ArrayList<>();
    at.comparison()
        .tasks()
        .forEach((task, results) -> {
          List<Result> own =
              systems.stream().map(system -> results.get(at.comparison().index(system))).toList();
          if (own.stream().allMatch(Measured.class::isInstance)) {
            rows.add(row(task, SystemComparison.measured(own)));
          }
        });
    return new Table(
        anchor,
        at.text("sweeps.threads.table", at.letters(systems)),
        columns,
        rows,
        List.of(at.text("farther-end")));
  }

  private Row row(Task task, List<Measured> own) {
    List<Cell> cells = new ArrayList<>();
    cells.add(at.words(task.toString()));
    own.forEach(each -> cells.add(cell(each)));
    Measured few = own.getFirst();
    Measured many = own.getLast();
    double speedup = few.seconds() / many.seconds();
    double more = (double) threads(many.system()) / threads(few.system());
    cells.add(at.ratio(speedup, BootstrapResamples.ratio(few.draws(), many.draws(), speedup)));
    cells.add(at.value(100 * speedup / more, "%"));
    return new Row(cells);
  }
}
