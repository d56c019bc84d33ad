package assay.report.procurement;

import assay.core.program.Rate;
import assay.core.program.Work;
import assay.core.record.Cell;
import assay.core.record.CellResult;
import assay.core.record.Metric;
import assay.core.record.MetricKey;
import assay.core.record.Outcome;
import assay.report.chart.Ceiling;
import assay.report.chart.Quantity;
import assay.report.chart.Roofline;
import assay.report.chart.SeriesLabel;
import assay.report.document.Block;
import assay.report.document.Block.Paragraph;
import assay.report.document.Figure;
import assay.report.document.Section;
import assay.report.document.Table;
import assay.report.document.Table.Row;
import assay.report.page.Page;
import assay.report.procurement.Result.Measured;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Rooflines: measured ceilings of each system and the workloads beneath, by precision. */
final class RooflineSection {
  // With more than these, names no longer fit next to their points.
  private static final int MAX_NAMES = 12;

  private final DossierPage at;

  private RooflineSection(DossierPage at) {
    this.at = at;
  }

  static Section of(DossierPage at) {
    RooflineSection section = new RooflineSection(at);
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Paragraph(at.text("roofline.intro")));
    Set<String> precisions = new LinkedHashSet<>();
    at.comparison().tasks().keySet().forEach(task -> precisions.add(task.precision()));
    for (String precision : precisions) {
      section.precision(precision, blocks);
    }
    section.ceilings(blocks);
    return new Section("roofline", at.text("roofline"), blocks);
  }

  private void precision(String precision, List<Block> blocks) {
    List<Ceiling> compute = new ArrayList<>();
    List<Ceiling> memory = new ArrayList<>();
    for (SystemUnderTest system : at.systems()) {
      Cell peak = highest(system, cell -> isPeak(cell) && cell.id().precision().equals(precision));
      Cell copy = highest(system, RooflineSection::isMemory);
      add(compute, system, peak);
      add(memory, system, copy);
    }
    List<Roofline.Point> points = points(precision);
    if (points.isEmpty()) {
      return;
    }
    if (compute.isEmpty() || memory.isEmpty()) {
      String missing = compute.isEmpty() ? "peak/*" : "memory/*";
      blocks.add(new Paragraph(at.text("roofline.no-ceiling", precision, missing)));
      return;
    }
    Roofline chart =
        new Roofline(
            new Quantity(at.text("intensity"), "FLOP/B"),
            new Quantity(at.text("performance"), "FLOP/s"),
            memory,
            compute,
            points,
            legend(points),
            at.style());
    blocks.add(
        new Figure(
            "roofline-" + Page.anchor(precision),
            chart,
            at.text("roofline.title", precision),
            at.text("roofline.alternative", precision),
            at.text("roofline.caption"),
            null));
  }

  private static void add(List<Ceiling> ceilings, SystemUnderTest system, @Nullable Cell cell) {
    Metric rate = cell == null ? null : throughput(cell);
    if (rate != null) {
      ceilings.add(new Ceiling(system.letter(), rate.median()));
    }
  }

  private List<Roofline.Point> points(String precision) {
    List<Roofline.Point> points = new ArrayList<>();
    at.comparison()
        .tasks()
        .forEach((task, results) -> {
          if (!task.ceiling() && task.precision().equals(precision)) {
            SystemComparison.measured(results).forEach(each -> point(task, each, points));
          }
        });
    if (points.size() <= MAX_NAMES) {
      return points;
    }
    return points.stream()
        .map(p -> new Roofline.Point(p.series(), "", p.intensity(), p.performance()))
        .toList();
  }

  private static void point(Task task, Measured measured, List<Roofline.Point> points) {
    Work work = measured.cell().work();
    Long flops = work == null ? null : work.flops();
    Long bytes = work == null ? null : work.bytes();
    if (flops != null && bytes != null && flops > 0 && bytes > 0) {
      points.add(
          new Roofline.Point(
              measured.system().label(),
              task.workload(),
              (double) flops / bytes,
              Page.rate(measured.time(), flops)));
    }
  }

  private List<SeriesLabel> legend(List<Roofline.Point> points) {
    return at.systems().stream()
        .map(SystemUnderTest::label)
        .filter(label -> points.stream().anyMatch(point -> point.series().equals(label)))
        .map(label -> new SeriesLabel(label, label))
        .toList();
  }

  private void ceilings(List<Block> blocks) {
    List<Row> rows = new ArrayList<>();
    for (SystemUnderTest system : at.systems()) {
      for (Cell cell : SystemComparison.cells(system)) {
        Metric rate = throughput(cell);
        if (rate != null && (isPeak(cell) || isMemory(cell))) {
          rows.add(
              Row.of(
                  at.words(system.label()),
                  at.words(cell.id().target()),
                  at.words(cell.id().workload()),
                  at.words(cell.id().precision()),
                  at.metric(rate, null)));
        }
      }
    }
    blocks.add(
        new Table(
            "ceilings",
            at.text("roofline.ceilings"),
            List.of(
                at.heading(Table.Type.TEXT, "system"),
                at.column(Table.Type.TEXT, "target"),
                at.heading(Table.Type.TEXT, "roofline.ceiling"),
                at.column(Table.Type.TEXT, "precision"),
                at.column(Table.Type.NUMBER, "rate")),
            rows,
            rows.isEmpty() ? List.of(at.text("roofline.no-ceilings")) : List.of()));
  }

  /** The measured cell with the highest throughput. */
  private static @Nullable Cell highest(SystemUnderTest system, Predicate<Cell> which) {
    Cell best = null;
    double max = 0;
    for (Cell cell : SystemComparison.cells(system)) {
      Metric rate = throughput(cell);
      if (rate != null && which.test(cell) && rate.median() > max) {
        best = cell;
        max = rate.median();
      }
    }
    return best;
  }

  private static boolean isPeak(Cell cell) {
    Metric rate = throughput(cell);
    return new Task(cell.id().workload(), "").family().equals("peak")
        && rate != null
        && rate.unit().equals(Rate.FLOPS.unit());
  }

  private static boolean isMemory(Cell cell) {
    return new Task(cell.id().workload(), "").family().equals("memory");
  }

  private static @Nullable Metric throughput(Cell cell) {
    return cell.outcome() instanceof Outcome.Measured<CellResult> measured
        ? measured.result().metric(MetricKey.THROUGHPUT)
        : null;
  }
}
