package assay.report.procurement;

import assay.core.record.Metric;
import assay.core.record.MetricKey;
import assay.core.record.Training;
import assay.report.chart.Curve;
import assay.report.chart.Quantity;
import assay.report.chart.TrainingCurves;
import assay.report.document.Block;
import assay.report.document.Block.Paragraph;
import assay.report.document.Figure;
import assay.report.document.Section;
import assay.report.document.Table;
import assay.report.document.Table.Row;
import assay.report.page.Page;
import assay.report.procurement.Result.Measured;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Test accuracy against training time, and the time, epochs and energy to the target accuracy. */
final class AccuracySection {
  private final DossierPage at;
  private final List<Row> rows = new ArrayList<>();
  private final List<Block> figures = new ArrayList<>();

  private AccuracySection(DossierPage at) {
    this.at = at;
    at.comparison().tasks().forEach(this::task);
  }

  static Section of(DossierPage at) {
    AccuracySection section = new AccuracySection(at);
    List<Block> blocks = new ArrayList<>();
    if (section.rows.isEmpty()) {
      blocks.add(new Paragraph(at.text("accuracy.none")));
    } else {
      blocks.add(new Paragraph(at.text("accuracy.intro")));
      blocks.addAll(section.figures);
      blocks.add(section.table());
    }
    return new Section("accuracy", at.text("accuracy"), blocks);
  }

  private void task(Task task, List<Result> results) {
    List<Curve> curves = new ArrayList<>();
    TrainingCurves.Goal goal = null;
    for (Measured measured : SystemComparison.measured(results)) {
      Training training = measured.result().training();
      if (training == null) {
        continue;
      }
      rows.add(row(task, measured, training));
      Curve curve = curve(measured, training);
      if (curve != null) {
        curves.add(curve);
      }
      Double target = training.targetAccuracy();
      if (target != null) {
        double percent = 100 * target;
        goal =
            new TrainingCurves.Goal(
                percent, at.text("accuracy.goal", at.format().percent(percent)));
      }
    }
    if (!curves.isEmpty()) {
      figures.add(figure(task, curves, goal, title(task, results)));
    }
  }

  /** Which system reaches the target first, if any does. */
  private String title(Task task, List<Result> results) {
    Measured first = null;
    double min = Double.POSITIVE_INFINITY;
    for (Measured measured : SystemComparison.measured(results)) {
      Metric reached = measured.metric(MetricKey.TIME_TO_TARGET);
      if (reached != null && reached.median() < min) {
        first = measured;
        min = reached.median();
      }
    }
    return first == null
        ? at.text("accuracy.title.none", task.toString())
        : at.text(
            "accuracy.title", task.toString(), first.system().label(), at.format().value(min, "s"));
  }

  private Figure figure(
      Task task, List<Curve> curves, TrainingCurves.@Nullable Goal goal, String title) {
    return new Figure(
        "accuracy-" + (figures.size() + 1),
        TrainingCurves.accuracy(
            new Quantity(at.text("accuracy.time"), "s"),
            new Quantity(at.text("accuracy.test"), "%"),
            curves,
            goal,
            at.style()),
        title,
        at.text("accuracy.alternative", task.toString()),
        at.text("accuracy.caption"),
        null);
  }

  /** Accuracy each time it was measured; an epoch takes its steps at their median time. */
  private static @Nullable Curve curve(Measured measured, Training training) {
    int tests = training.testAccuracy().size();
    if (tests == 0 || training.lossCurve().steps().isEmpty()) {
      return null;
    }
    double perEpoch = training.stepsPerEpoch() * measured.seconds();
    double[] x = new double[tests];
    double[] y = new double[tests];
    for (int i = 0; i < tests; i++) {
      x[i] = perEpoch * training.epochsAt(i);
      y[i] = 100 * training.testAccuracy().get(i);
    }
    Metric reached = measured.metric(MetricKey.TIME_TO_TARGET);
    String label = measured.system().label();
    return new Curve(label, label, x, y, reached == null ? null : Page.estimate(reached));
  }

  private Row row(Task task, Measured measured, Training training) {
    return Row.of(
        at.words(task.toString()),
        at.words(measured.system().letter() + " · " + measured.target()),
        at.compact(measured, MetricKey.THROUGHPUT),
        at.compact(measured, MetricKey.TIME_TO_TARGET),
        at.compact(measured, MetricKey.EPOCHS_TO_TARGET),
        EnergySection.ownMeter(at, measured, MetricKey.ENERGY_TO_TARGET),
        at.seeds(measured.result()),
        at.accuracy(measured.result()),
        at.words(training.dataset().name()));
  }

  private Table table() {
    return new Table(
        "training",
        at.text("accuracy.table"),
        List.of(
            at.column(Table.Type.TEXT, "workload"),
            at.heading(Table.Type.TEXT, "system"),
            at.column(Table.Type.NUMBER, "rate"),
            at.column(Table.Type.NUMBER, "to-target"),
            at.column(Table.Type.NUMBER, "epochs"),
            at.column(Table.Type.NUMBER, "joules"),
            at.column(Table.Type.NUMBER, "seeds"),
            at.heading(Table.Type.NUMBER, "accuracy.final"),
            at.column(Table.Type.TEXT, "data")),
        rows,
        List.of(at.text("accuracy.first-fork"), at.text("farther-end")));
  }
}
