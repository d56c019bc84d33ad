package assay.report.procurement;

import assay.core.device.Device;
import assay.core.program.Rate;
import assay.core.program.Work;
import assay.core.record.Cell;
import assay.core.record.CellResult;
import assay.core.record.Metric;
import assay.core.record.MetricKey;
import assay.report.chart.Ceiling;
import assay.report.chart.Estimate;
import assay.report.chart.Quantity;
import assay.report.chart.Roofline;
import assay.report.chart.SeriesLabel;
import assay.report.document.Block;
import assay.report.document.Block.Paragraph;
import assay.report.document.Figure;
import assay.report.document.Section;
import assay.report.document.Table;
import assay.report.document.Table.Row;
import assay.report.memory.Hierarchy;
import assay.report.memory.Hierarchy.Level;
import assay.report.page.Page;
import assay.report.procurement.Result.Measured;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
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

  /**
   * A workload on a system, under the ceilings of the device that it ran on.
   *
   * @param peak null if none was measured
   * @param level the level that its working set fits; null if none as large was measured
   */
  private record Under(Task task, Measured measured, @Nullable Double peak, @Nullable Level level) {
    Work work() {
      return Objects.requireNonNull(measured.cell().work());
    }

    long flops() {
      return Objects.requireNonNullElse(work().flops(), 0L);
    }

    long bytes() {
      return Objects.requireNonNullElse(work().bytes(), 0L);
    }

    /** Bytes if all operations were fused; as many as {@link #bytes} in records without them. */
    long fusedBytes() {
      return Objects.requireNonNullElse(work().fusedBytes(), bytes());
    }

    long workingSet() {
      return Objects.requireNonNullElse(work().tensorBytes(), bytes());
    }

    double intensity() {
      return (double) flops() / fusedBytes();
    }

    /** What the ceilings allow, null if one of them is missing. */
    @Nullable Double roof() {
      return peak == null || level == null ? null : Math.min(peak, intensity() * level.rate());
    }
  }

  private void precision(String precision, List<Block> blocks) {
    List<Under> all = new ArrayList<>();
    at.comparison()
        .tasks()
        .forEach((task, results) -> {
          if (!task.ceiling() && task.precision().equals(precision)) {
            SystemComparison.measured(results).forEach(each -> under(task, each, all));
          }
        });
    if (all.isEmpty()) {
      return;
    }
    Set<Ceiling> compute = new LinkedHashSet<>();
    Set<Ceiling> memory = new LinkedHashSet<>();
    for (Under each : all) {
      if (each.peak() != null) {
        compute.add(new Ceiling(each.measured().system().letter(), each.peak()));
      }
      if (each.level() != null) {
        String label = each.measured().system().letter() + " " + size(each.level());
        memory.add(new Ceiling(label, each.level().rate()));
      }
    }
    if (compute.isEmpty() || memory.isEmpty()) {
      String missing = compute.isEmpty() ? "peak/*" : "memory/*";
      blocks.add(new Paragraph(at.text("roofline.no-ceiling", precision, missing)));
      return;
    }
    List<Roofline.Point> points = points(all);
    Roofline chart =
        new Roofline(
            new Quantity(at.text("intensity"), "FLOP/B"),
            new Quantity(at.text("performance"), "FLOP/s"),
            List.copyOf(memory),
            List.copyOf(compute),
            points,
            legend(points),
            at.style());
    String anchor = "roofline-" + Page.anchor(precision);
    blocks.add(
        new Figure(
            anchor,
            chart,
            at.text("roofline.title", precision),
            at.text("roofline.alternative", precision),
            at.text("roofline.caption"),
            null));
    blocks.add(table(anchor + "-points", precision, all));
  }

  private void under(Task task, Measured measured, List<Under> all) {
    Work work = measured.cell().work();
    if (work == null
        || Objects.requireNonNullElse(work.flops(), 0L) == 0
        || Objects.requireNonNullElse(work.bytes(), 0L) == 0) {
      return;
    }
    Device device = measured.outcome().device();
    List<Cell> own =
        SystemComparison.cells(measured.system()).stream()
            .filter(cell -> device.sameAs(Objects.requireNonNull(cell.outcome().device())))
            .toList();
    Double peak =
        own.stream()
            .filter(cell -> isPeak(cell) && cell.id().precision().equals(task.precision()))
            .map(cell -> Objects.requireNonNull(ceiling(cell)).median())
            .max(Double::compare)
            .orElse(null);
    Hierarchy memory = Hierarchy.of(own);
    Under under = new Under(task, measured, peak, null);
    // After a cache flush all data come from the last level.
    Level level =
        measured.cell().id().cold() && !memory.levels().isEmpty()
            ? memory.levels().getLast()
            : memory.holding(under.workingSet()).orElse(null);
    all.add(new Under(task, measured, peak, level));
  }

  private String size(Level level) {
    return "≤ " + at.format().value((double) level.bytes(), "B");
  }

  private static List<Roofline.Point> points(List<Under> all) {
    boolean named = all.size() <= MAX_NAMES;
    return all.stream()
        .map(each -> {
          double unfused = (double) each.flops() / each.bytes();
          return new Roofline.Point(
              each.measured().system().label(),
              named ? each.task().workload() : "",
              unfused < each.intensity()
                  ? Estimate.of(each.intensity(), unfused, each.intensity())
                  : Estimate.withoutInterval(each.intensity()),
              Page.rate(each.measured().time(), (double) each.flops()));
        })
        .toList();
  }

  private Table table(String anchor, String precision, List<Under> all) {
    List<Row> rows = new ArrayList<>();
    for (Under each : all) {
      Level level = each.level();
      Double roof = each.roof();
      Metric time = each.measured().time();
      Estimate reached = Page.rate(time, (double) each.flops());
      String none =
          level == null ? at.text("roofline.no-level") : at.text("roofline.no-peak", precision);
      rows.add(
          Row.of(
              at.words(each.measured().system().label()),
              at.words(each.task().workload()),
              at.words(each.measured().target()),
              at.value((double) each.workingSet(), "B"),
              level == null ? at.missing(none) : at.words(size(level)),
              at.value(each.intensity(), "FLOP/B"),
              at.figure(
                  at.format().value(reached.value(), "FLOP/s"),
                  reached.value(),
                  reached.interval() == null
                      ? at.interval(null, null, "FLOP/s")
                      : at.interval(reached.interval().low(), reached.interval().high(), "FLOP/s")),
              roof == null ? at.missing(none) : at.value(roof, "FLOP/s")));
    }
    return new Table(
        anchor,
        at.text("roofline.points", precision),
        List.of(
            at.heading(Table.Type.TEXT, "system"),
            at.column(Table.Type.TEXT, "workload"),
            at.column(Table.Type.TEXT, "target"),
            at.heading(Table.Type.NUMBER, "roofline.working-set"),
            at.heading(Table.Type.TEXT, "roofline.level"),
            at.heading(Table.Type.NUMBER, "intensity"),
            at.heading(Table.Type.NUMBER, "performance"),
            at.heading(Table.Type.NUMBER, "roofline.roof")),
        rows,
        List.of(at.text("roofline.points-note")));
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
        Metric rate = ceiling(cell);
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

  private static boolean isPeak(Cell cell) {
    Metric rate = ceiling(cell);
    return new Task(cell.id().workload(), "").family().equals("peak")
        && rate != null
        && rate.unit().equals(Rate.FLOPS.unit());
  }

  private static boolean isMemory(Cell cell) {
    return new Task(cell.id().workload(), "").family().equals("memory");
  }

  /** The rate of the fastest fork, or of the median one in records that lack that. */
  private static @Nullable Metric ceiling(Cell cell) {
    CellResult result = cell.outcome().result();
    Metric best = result == null ? null : result.metric(MetricKey.CEILING);
    return result == null || best != null ? best : result.metric(MetricKey.THROUGHPUT);
  }
}
