package assay.report.nightly;

import assay.core.record.MetricKey;
import assay.core.record.Cell;
import assay.core.record.CellResult;
import assay.core.record.Training;
import assay.report.chart.Curve;
import assay.report.chart.Estimate;
import assay.report.chart.Quantity;
import assay.report.chart.TrainingCurves;
import assay.report.document.Block;
import assay.report.document.Figure;
import assay.report.document.Section;
import assay.report.document.Table;
import assay.report.document.Table.Column;
import assay.report.document.Table.Emphasis;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Loss, accuracy, and what it took to the target. */
final class TrainingSection {
  private static final String ANCHOR = "training";

  private final Page page;
  private final NightlyInput input;

  TrainingSection(Page page, NightlyInput input) {
    this.page = page;
    this.input = input;
  }

  private record Trained(Cell cell, CellResult figures, Training training) {}

  Section build() {
    Map<String, List<Trained>> workloads = new LinkedHashMap<>();
    for (Cell cell : input.run().cells()) {
      CellResult figures = cell.outcome().result();
      Training training = figures == null ? null : figures.training();
      if (figures != null && training != null) {
        workloads
            .computeIfAbsent(cell.id().workload(), _ -> new ArrayList<>())
            .add(new Trained(cell, figures, training));
      }
    }
    String title = page.say("training");
    if (workloads.isEmpty()) {
      return page.empty(ANCHOR, title, page.say("training.none"));
    }
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Block.Paragraph(page.say("training.intro")));
    workloads.forEach((workload, all) -> {
      int number = blocks.size();
      add(blocks, loss(number, workload, all));
      add(blocks, accuracy(number, workload, all));
    });
    blocks.add(table(workloads));
    return new Section(ANCHOR, title, blocks);
  }

  private static void add(List<Block> blocks, @Nullable Figure figure) {
    if (figure != null) {
      blocks.add(figure);
    }
  }

  private @Nullable Figure loss(int number, String workload, List<Trained> all) {
    List<Curve> curves = new ArrayList<>();
    for (Trained one : all) {
      Training.LossCurve loss = one.training().lossCurve();
      if (!loss.steps().isEmpty()) {
        curves.add(
            new Curve(
                one.cell().id().target(),
                Page.lane(one.cell().id()),
                loss.steps().stream().mapToDouble(Integer::doubleValue).toArray(),
                loss.losses().toArray(),
                null));
      }
    }
    if (curves.isEmpty()) {
      return null;
    }
    return new Figure(
        ANCHOR + "-loss-" + number,
        TrainingCurves.loss(
            new Quantity(page.say("axis.step"), "1"),
            new Quantity(page.say("axis.loss"), "1"),
            curves,
            page.style()),
        page.say("training.loss", workload),
        page.say("training.loss.alt", workload),
        page.say("training.loss.caption"),
        null);
  }

  private @Nullable Figure accuracy(int number, String workload, List<Trained> all) {
    List<Curve> curves = new ArrayList<>();
    for (Trained one : all) {
      double[] accuracy = one.training().testAccuracy().toArray();
      if (accuracy.length > 0) {
        double[] epochs = new double[accuracy.length];
        for (int i = 0; i < epochs.length; i++) {
          epochs[i] = i + 1.0;
          accuracy[i] *= 100;
        }
        Integer reached = one.training().epochsToTarget();
        curves.add(
            new Curve(
                one.cell().id().target(),
                Page.lane(one.cell().id()),
                epochs,
                accuracy,
                reached == null ? null : Estimate.withoutInterval(reached)));
      }
    }
    if (curves.isEmpty()) {
      return null;
    }
    Double target = all.getFirst().training().targetAccuracy();
    return new Figure(
        ANCHOR + "-accuracy-" + number,
        TrainingCurves.accuracy(
            new Quantity(page.say("axis.epoch"), "1"),
            new Quantity(page.say("axis.accuracy"), "%"),
            curves,
            target == null
                ? null
                : new TrainingCurves.Goal(
                    100 * target, page.say("target", page.format().percent(100 * target))),
            page.style()),
        title(workload, all),
        page.say("training.accuracy.alt", workload),
        null,
        null);
  }

  private String title(String workload, List<Trained> all) {
    long reached = all.stream().filter(t -> t.training().epochsToTarget() != null).count();
    boolean wanted = all.stream().anyMatch(t -> t.training().targetAccuracy() != null);
    return wanted
        ? page.say(
            "training.accuracy",
            workload,
            page.format().count(reached),
            page.format().count(all.size()))
        : page.say("training.accuracy.plain", workload);
  }

  private Table table(Map<String, List<Trained>> workloads) {
    List<Column> columns = new ArrayList<>(page.cellColumns());
    for (String key :
        List.of("first-loss", "last-loss", "accuracy", "target", "epochs", "to-target", "joules")) {
      columns.add(page.column(Table.Type.NUMBER, key));
    }
    columns.add(page.column(Table.Type.TEXT, "data"));
    List<Table.Row> rows = new ArrayList<>();
    workloads.values().forEach(all -> all.forEach(one -> rows.add(row(one))));
    return new Table(
        ANCHOR + "-table",
        page.say("training.table"),
        columns,
        rows,
        List.of(page.say("training.note")));
  }

  private Table.Row row(Trained one) {
    Training training = one.training();
    CellResult figures = one.figures();
    List<Table.Cell> row = new ArrayList<>();
    double[] losses = training.lossCurve().losses().toArray();
    String none = page.say("training.no-loss");
    row.add(losses.length == 0 ? page.missing(none) : page.value(losses[0], "1"));
    row.add(losses.length == 0 ? page.missing(none) : page.value(losses[losses.length - 1], "1"));
    row.add(accuracy(figures, training));
    Double target = training.targetAccuracy();
    row.add(
        target == null
            ? page.missing(page.say("training.no-target"))
            : page.value(100 * target, "%"));
    Integer epochs = training.epochsToTarget();
    String notReached = String.valueOf(training.targetReason());
    row.add(epochs == null ? page.missing(notReached) : page.count(epochs));
    row.add(figure(figures, MetricKey.TIME_TO_TARGET));
    row.add(figure(figures, MetricKey.ENERGY_TO_TARGET));
    Training.Dataset data = training.dataset();
    row.add(Page.words(data.name() + ", " + data.source() + ", " + data.sha256().substring(0, 12)));
    return Page.row(Emphasis.NONE, one.cell().id(), row);
  }

  private Table.Cell accuracy(CellResult figures, Training training) {
    var metric = figures.metric(MetricKey.FINAL_ACCURACY);
    if (metric == null) {
      return page.value(100 * training.finalAccuracy(), "%");
    }
    Double low = metric.ciLow();
    Double high = metric.ciHigh();
    return new Table.Cell.Figure(
        page.format().percent(100 * metric.median()),
        metric.median(),
        low == null || high == null
            ? page.say("no.interval")
            : page.format().interval(100 * low, 100 * high, "%"));
  }

  private Table.Cell figure(CellResult figures, MetricKey key) {
    String why = figures.whyNot(key);
    String energy = figures.whyNot(MetricKey.ENERGY_PER_EXECUTION);
    return page.metric(
        figures.metric(key), why == null && key.family() == MetricKey.Family.ENERGY ? energy : why);
  }
}
